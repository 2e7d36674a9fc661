"""What `autograder viva` prints and writes, and what it says where nothing can be asked."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from support import browser as browsers
from support.paths import PROJECT, TESTS

from autograder import cli

pytestmark = pytest.mark.slow(20)

WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}


def run(*more: object) -> int:
    return cli.main(["viva", "--course", str(PROJECT), *map(str, more)])


def test_questions_are_printed_and_stand_on_a_page(tmp_path, capsys):
    page = tmp_path / "viva.html"
    submission = TESTS / "submissions/passed/nested_loops"

    assert run(submission, "--task", "pooling", "--page", page) == 0

    said = capsys.readouterr().out
    assert said.startswith("1. ")
    assert said.index("Answers of the student's own code:") > said.index("\n2. ")
    with browsers.started() as browser:
        for scheme in ("light", "dark"):
            tab = browser.new_context(color_scheme=scheme, bypass_csp=True).new_page()
            asked, errors = [], []
            tab.on("request", lambda request, asked=asked: asked.append(request.url))
            tab.on("console", lambda line, errors=errors: errors.append(line.text))
            tab.goto(page.as_uri())
            assert tab.get_by_role("heading", level=2).count() > 1
            assert not tab.get_by_text("The solution", exact=False).is_visible()
            found = Axe().run(tab, options=WCAG)
            assert found.violations_count == 0, found.generate_report()
            assert asked == [page.as_uri()]
            assert errors == []


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (["no/such/place"], "no/such/place"),
        ([TESTS / "submissions/refused/damaged.zip"], "damaged"),
        ([TESTS / "submissions/passed/nested_loops", "--draw", "-1"], "--draw is a number from 0."),
        ([TESTS / "submissions/passed/nested_loops", "--task", "poling"], "did you mean 'pooling'"),
        ([TESTS / "submissions/passed/nested_loops", "--report", __file__], "is no file of"),
        (
            [
                TESTS / "submissions/passed/nested_loops",
                "--task",
                "pooling",
                "--page",
                "/no/x.html",
            ],
            "/no/x.html can't be written",
        ),
        ([PROJECT / "student_template/workbook"], "Nothing can be asked about"),
    ],
)
def test_where_nothing_can_be_asked_a_sentence_says_so(more, sentence, capsys):
    assert run(*more) == 1

    said = capsys.readouterr().err
    assert sentence in said
    assert "at fault" not in said
