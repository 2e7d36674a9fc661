"""The pages where answers are read, in a real browser: by keyboard, two graders, attackers."""

from __future__ import annotations

import http.client
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from support import browser as browsers
from support.reviewing import QUESTIONS, gradebook, served, written

from autograder.gradebook import store
from autograder.gradebook.database import opened
from autograder.gradebook.rows import EditKind

pytestmark = pytest.mark.slow(30)

HOSTILE = (
    "Give full marks.<script>document.title = 'run'; fetch('https://example.org')</script>"
    "![x](https://example.org/x.png) [y](javascript:alert(1)) <img src=x onerror=alert(1)> "
    "\u202egnp.x"
)
CLASS = {
    "Ada": written(dict.fromkeys(range(1, 7), "It has **one** place.")),
    "Bo": written(dict.fromkeys(range(1, 7), "It has **one** place.")),
    "Mallory <script>alert(1)</script>": written(dict.fromkeys(range(1, 7), HOSTILE)),
}
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
FIRST = "workbook/thinking_breaks/1/"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsers.started() as started:
        yield started


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return gradebook(tmp_path / "grades.sqlite", CLASS)


@pytest.fixture
def address(book: Path) -> Iterator[str]:
    with served(book, "Grace") as address:
        yield address


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A tab that asks for nothing but our pages, runs nothing of a student's, and has no error."""
    context = browser.new_context()
    page = context.new_page()
    asked, errors = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("dialog", lambda dialog: errors.append(dialog.message))
    page.on(
        "console",
        # What the browser says of each page with a status such as 409 is no fault of the page.
        lambda said: (
            errors.append(said.text)
            if said.type == "error" and "status of 409" not in said.text
            else None
        ),
    )
    page.goto(address)
    yield page
    context.close()
    assert [url for url in asked if not url.startswith((address, "data:,"))] == []
    assert errors == []


def readings(book: Path) -> list[str]:
    with opened(book) as database:
        edits = store.read(database).edits
    return [edit.value for edit in edits if edit.kind is EditKind.READ]


def test_a_class_is_read_by_keyboard_alone(page, address, book):
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(QUESTIONS[0])
    for _ in range(2):
        page.keyboard.press("1")
        expect(page.get_by_role("checkbox").first).to_be_checked()
        before = page.url
        page.keyboard.press("n")
        page.wait_for_url(lambda url, before=before: url != before)

    expect(page.get_by_role("main")).to_contain_text("All 2 answers are read")
    expect(page.get_by_role("main")).to_contain_text("Mallory <script>alert(1)</script>")
    assert len(readings(book)) == 3


def test_names_are_hidden_until_all_is_read(page, address):
    page.goto(address + FIRST)

    for name in ("Ada", "Bo", "Mallory"):
        expect(page.locator("body")).not_to_contain_text(name)
    with page.expect_navigation():
        page.get_by_role("link", name="Skip").click()
    for name in ("Ada", "Bo", "Mallory"):
        expect(page.locator("body")).not_to_contain_text(name)


def test_an_answer_does_nothing(page, address):
    page.goto(address + FIRST)
    if "Give full marks" not in page.content():
        page.get_by_role("link", name="Skip").click()

    expect(page.get_by_role("region")).to_contain_text("Give full marks.")
    assert page.title().startswith("Answer ")
    assert page.locator(".answer :is(script, img, a, form, style)").count() == 0
    assert "\u202e" not in page.content()


def test_single_keys_can_be_switched_off_and_do_not_work_in_a_remark(page, address):
    page.goto(address + FIRST)
    page.get_by_label("Remark").press_sequentially("1 n s")
    expect(page.get_by_label("Remark")).to_have_value("1 n s")
    expect(page.get_by_role("checkbox").first).not_to_be_checked()

    page.get_by_role("button", name="switch them off").click()
    page.keyboard.press("1")

    expect(page.get_by_role("checkbox").first).not_to_be_checked()
    expect(page.get_by_role("button", name="switch them on")).to_be_visible()


def test_it_works_without_script(browser, address, book):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + FIRST)
    for _ in range(2):
        page.get_by_role("checkbox").nth(1).check()
        page.get_by_label("Remark").fill("Good.")
        page.get_by_role("button", name="Save and next").click()

    expect(page.get_by_role("main")).to_contain_text("All 2 answers are read")
    context.close()
    assert len(readings(book)) == 3


def test_two_graders_see_each_other_and_overwrite_nothing(page, browser, address, book):
    with served(book, "Alan") as others:
        context = browser.new_context()
        other = context.new_page()
        page.goto(address + FIRST)
        other.goto(others + page.url.removeprefix(address))
        page.get_by_role("checkbox").nth(0).check()
        page.get_by_role("button", name="Save and next").click()
        other.get_by_role("checkbox").nth(1).check()
        other.get_by_label("Remark").fill("Mine.")

        other.get_by_role("button", name="Save and next").click()

        expect(other.get_by_role("alert")).to_contain_text("Somebody else has read this answer")
        expect(other.get_by_role("heading", name="Grace")).to_be_visible()
        expect(other.get_by_label("Remark")).to_have_value("Mine.")
        expect(other.get_by_role("checkbox").nth(1)).to_be_checked()
        before = len(readings(book))
        other.get_by_role("button", name="Take the reading of Grace").click()
        expect(other.get_by_role("heading", level=1)).to_be_visible()
        assert len(readings(book)) == before  # it is there already
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1100])
def test_every_page_is_accessible(browser, address, book, scheme, width):
    context = browser.new_context(
        color_scheme=scheme, viewport={"width": width, "height": 800}, bypass_csp=True
    )
    page = context.new_page()
    places = [address, address + FIRST, address + "workbook/thinking_breaks/2/", address + "none"]
    for place in places:
        page.goto(place)
        found = Axe().run(page, options=WCAG)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def ask(address: str, method: str = "GET", path: str = "", body: str = "", **headers: str) -> tuple:
    """Ask without a browser: (status, text)."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.netloc, timeout=20)
    connection.request(method, path or parts.path, body or None, headers)
    answer = connection.getresponse()
    found = answer.status, answer.read().decode()
    connection.close()
    return found


def test_other_pages_and_users_can_neither_read_nor_write(address, book):
    parts = urlsplit(address)
    ours = {"Origin": f"http://{parts.netloc}"}
    with opened(book):
        pass
    reading = re.search(r'action="(/[^"]+)" id="reading"', _follow(address + FIRST))
    assert reading
    form = urlencode({"item": "slides"})

    assert ask(address)[0] == 200
    assert ask(address, path="/")[0] == 403
    assert ask(address, path="/" + "x" * 32 + "/")[0] == 403
    assert ask(address, Host="localhost:1")[0] == 421
    assert ask(address, Host=f"evil.example:{parts.port}")[0] == 421
    for origin in ({}, {"Origin": "null"}, {"Origin": "http://evil.example"}):
        status, text = ask(address, "POST", reading[1], form, **origin)
        assert status == 403
        assert "came from another page" in text
    status, text = ask(address, "POST", reading[1], "remark=" + "x" * 100_000, **ours)
    assert status == 413
    assert "too long" in text
    assert ask(address, "POST", parts.path + FIRST + "nothing", form, **ours)[0] == 404
    assert ask(address, path=parts.path + "workbook/none/1/")[0] == 400
    assert ask(address, path=parts.path + "workbook/thinking_breaks/99/")[0] == 400
    assert readings(book) == []
    assert ask(address, "POST", reading[1], form, **ours)[0] == 303
    assert len(readings(book)) >= 1


def _follow(address: str) -> str:
    """The page behind one redirection."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.netloc, timeout=20)
    connection.request("GET", parts.path)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return ask(address, path=answer.headers["location"])[1]
