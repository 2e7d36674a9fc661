"""The pages in a real browser: whole without a request, for everybody, and inert."""

from __future__ import annotations

import base64
import io
from datetime import UTC, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from msgspec.structs import replace as changed
from PIL import Image
from support import browser as browsers
from support.classes_of_pages import HOSTILE, gradebook, report, visited
from support.paths import TOY_COURSE

from autograder.cli import main
from autograder.course.load import load_course
from autograder.pages import of_submission
from autograder.results import Status

pytestmark = pytest.mark.slow(30)

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}
MAX_BYTES = 300_000


@pytest.fixture(scope="module")
def browser():
    with browsers.started() as browser:
        yield browser


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    """The pages of a class of a good student and of hostile ones."""
    folder = tmp_path_factory.mktemp("pages")
    students = {"Ada Lovelace": [report(), report(status=Status.PASSED), report()]}
    students |= {f"{text[:2000]} {n}": [report(text)] for n, text in enumerate(HOSTILE)}
    path = gradebook(folder / "g.sqlite", students, extra=3)
    code = main(
        ["pages", "--course", str(TOY_COURSE), "--gradebook", str(path), "--out", str(folder)]
    )
    assert code == 0
    return folder


def students_of(out):
    return sorted((out / "for-students" / "counting").glob("*.html"))


def pages_of(out):
    return [*students_of(out), out / "for-staff" / "counting-class.html"]


def test_each_page_is_inert_and_asks_for_nothing(browser, out):
    for path in pages_of(out):
        with visited(browser, path) as visit:
            visit.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            scripts = visit.page.evaluate("document.querySelectorAll('script').length")
            images = visit.page.evaluate("document.querySelectorAll('img, iframe, object').length")
            links = visit.page.eval_on_selector_all("a", "all => all.map(a => a.href)")
            text = visit.page.inner_text("body")

            assert visit.asked == [path.as_uri()], path
            assert visit.troubles == [], path
            assert (scripts, images) == (int("class" in path.name), 0)
            assert all(link.startswith(f"{path.as_uri()}#") for link in links)
            assert not [c for c in text if c in "\x1b\x07\x9b\u202e\u2066\u200b\ufeff"], path


def test_what_students_write_is_shown_as_it_is(browser, out):
    path = students_of(out)[1]
    with visited(browser, path) as visit:
        text = visit.page.inner_text("body")

    assert "<script>alert(1)</script>" in text


def test_pages_are_small_however_much_is_written(out):
    sizes = {path.name: path.stat().st_size for path in students_of(out)}

    assert max(sizes.values()) < MAX_BYTES, sizes


def test_pages_are_only_for_their_owner(out):
    for path in pages_of(out):
        assert path.stat().st_mode & 0o077 == 0
        assert path.parent.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser, out, scheme):
    for path in (students_of(out)[0], pages_of(out)[-1]):
        with visited(browser, path, color_scheme=scheme) as visit:
            visit.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")

            found = Axe().run(visit.page, options=WCAG)

            assert found.response["violations"] == [], found.generate_report()
            assert len(found.response["passes"]) > 15


@pytest.mark.parametrize("width", [320, 640])  # a phone, and 200 % of 1280 pixels
def test_nothing_needs_sideways_scrolling(browser, out, width):
    for path in pages_of(out):
        with visited(browser, path, viewport={"width": width, "height": 700}) as visit:
            visit.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")

            assert visit.page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_no_heading_of_a_column_is_broken_within_a_word(browser, out):
    lines_of_words = """headings => headings.flatMap(heading => {
        const text = heading.firstChild, range = document.createRange()
        return [...text.data.matchAll(/\\S+/g)].map(word => {
            range.setStart(text, word.index)
            range.setEnd(text, word.index + word[0].length)
            return range.getClientRects().length
        })
    })"""
    for width in (320, 1200):
        size = {"width": width, "height": 700}
        with visited(browser, pages_of(out)[-1], viewport=size) as visit:
            lines = visit.page.eval_on_selector_all("thead th", lines_of_words)

        assert lines.count(1) > 10
        assert set(lines) <= {0, 1}, width  # 0: not shown


def test_everything_is_reached_by_the_tab_key(browser, out):
    with visited(browser, students_of(out)[0]) as visit:
        page = visit.page
        wanted = page.eval_on_selector_all("a, summary, pre", "all => all.length")
        closed = page.eval_on_selector_all("details pre, details details summary", "a => a.length")
        reached = set()
        for _ in range(wanted + 2):
            page.keyboard.press("Tab")
            reached.add(
                page.evaluate("[...document.querySelectorAll('*')].indexOf(document.activeElement)")
            )
        page.keyboard.press("Enter")

    assert len(reached) >= wanted - closed


def test_a_square_leads_to_its_check(browser, out):
    with visited(browser, students_of(out)[0]) as visit:
        visit.page.click("a.square.wrong >> nth=0")

        target = visit.page.evaluate("document.querySelector(':target').innerText")

    assert "What test_vowels_one says is so." in target


def test_print_shows_what_is_folded(browser, out):
    shown = "document.querySelector('.passed-checks .check').checkVisibility()"
    with visited(browser, students_of(out)[0]) as visit:
        before = visit.page.evaluate(shown)
        visit.page.emulate_media(media="print")
        visit.page.wait_for_function(shown, timeout=5000)

    assert not before


def test_the_class_is_sorted_and_filtered(browser, out):
    names = "#students tbody tr:visible th"
    with visited(browser, pages_of(out)[-1]) as visit:
        page = visit.page
        whole = page.locator(names).all_inner_texts()
        page.click("#students thead th >> nth=0")
        page.wait_for_selector("#students th[aria-sort]")
        page.wait_for_timeout(100)
        down = page.locator(names).all_inner_texts()
        page.focus("#students thead th >> nth=0")
        page.keyboard.press("Enter")
        page.wait_for_timeout(100)
        up = page.locator(names).all_inner_texts()
        page.check("#section-1")
        some = page.locator(names).all_inner_texts()
        sections = set(page.locator("#students tbody tr:visible td:nth-child(2)").all_inner_texts())

    assert sorted(down) == sorted(up) == sorted(whole)
    assert down != up
    assert 0 < len(some) < len(whole)
    assert sections == {"B"}


def test_a_section_has_figures_of_its_own(browser, out):
    facts, bins = ".facts:visible div:first-child dd", "table.bins:visible .count"
    with visited(browser, pages_of(out)[-1], java_script_enabled=False) as visit:
        page = visit.page
        whole = int(page.locator(facts).inner_text())
        counted = sum(map(int, page.locator(bins).all_inner_texts()))
        sections = []
        for place in range(page.locator("input[name=section]").count() - 1):
            page.check(f"#section-{place}")
            shown = page.locator("#students tbody tr:visible").count()
            assert int(page.locator(facts).inner_text()) == shown
            assert page.locator("#checks table:visible").count() == 1
            named = page.locator("article.cause .person:visible").count()
            assert named == sum(
                map(int, page.locator(".cause .points strong:visible").all_inner_texts())
            )
            sections.append(sum(map(int, page.locator(bins).all_inner_texts())))

    assert len(sections) > 1
    assert 0 < sum(sections) <= counted <= whole


def test_the_class_is_whole_without_script(browser, out):
    path = pages_of(out)[-1]
    with visited(browser, path, java_script_enabled=False) as visit:
        rows = visit.page.locator("#students tbody tr").count()
        visit.page.check("#section-0")
        shown = visit.page.locator("#students tbody tr:visible").count()

    assert rows == 1 + len(HOSTILE) + 3
    assert 0 < shown < rows


def test_a_page_says_what_is_new_since_the_attempt_before(browser, out):
    with visited(browser, students_of(out)[0]) as visit:
        text = visit.page.inner_text(".since")

    assert "Since your last attempt" in text
    assert "No longer right" in text


@pytest.fixture(scope="module")
def with_a_file(tmp_path_factory):
    """A page of a call that reads a picture."""
    png = io.BytesIO()
    Image.new("RGB", (4, 3), "red").save(png, "PNG")
    files = (("picture.png", base64.b64encode(png.getvalue()).decode()),)
    made = report()
    tasks = tuple(
        changed(t, examples=tuple(changed(e, line="load(path)", files=files) for e in t.examples))
        for t in made.tasks
    )
    path = tmp_path_factory.mktemp("file") / "ada.html"
    course = load_course(TOY_COURSE)
    path.write_text(of_submission.page(changed(made, tasks=tasks), course, datetime.now(UTC)))
    return path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_picture_that_a_call_reads_is_shown_and_described(browser, with_a_file, scheme):
    view = {"width": 320, "height": 700}
    with visited(browser, with_a_file, color_scheme=scheme, viewport=view) as visit:
        page = visit.page
        sizes = page.eval_on_selector_all(
            ".file img", "all => all.map(i => [i.naturalWidth, i.naturalHeight, i.alt])"
        )
        found = Axe().run(page, options=WCAG)

        assert sizes
        assert all(each == [4, 3, "picture.png, much enlarged"] for each in sizes)
        assert page.inner_text(".picture .line >> nth=0") == "load(path)"
        assert visit.troubles == []
        assert found.response["violations"] == [], found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
