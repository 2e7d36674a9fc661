"""What a person has read stands on the student's page: question, points, what was found, remark."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from support import browser as browsers
from support.paths import PROJECT
from support.reviewing import QUESTIONS, gradebook, written

from autograder.course.load import load_course
from autograder.gradebook import store
from autograder.gradebook.database import opened
from autograder.gradebook.grades import book_of
from autograder.pages.of_gradebook import pages_of
from autograder.review.desk import Desk

NOW = datetime(2026, 12, 9, tzinfo=UTC)
REMARK = "Say <b>which</b> layer."


@pytest.fixture
def pages(tmp_path: Path) -> dict[str, str]:
    """Ada's answers are all read, Bo's to the first question only."""
    course = load_course(PROJECT)
    assignment = course.assignment("workbook")
    texts = {"Ada": written({1: "One place."}), "Bo": written({1: "Two.", 2: "So."})}
    path = gradebook(tmp_path / "grades.sqlite", texts)
    with opened(path) as database:
        desk = Desk(course, database, "Grace")
        for number in range(len(QUESTIONS)):
            pile = desk.pile(assignment, assignment.task("thinking_breaks"), number)
            for paper in pile.papers:
                if paper.text == "So.":
                    continue  # left for another day
                items = ["slides"] if number == 0 else []
                desk.save(pile, paper, items, REMARK if paper.text == "Two." else "", [])
        rows = store.read(database)
        book = book_of(rows, list(course.assignments.values()))
        return dict(pages_of(database, rows, book, assignment, course=course.title, now=NOW))


def test_what_was_found_stands_with_each_question(pages):
    for question in QUESTIONS:
        assert question in pages["ada"]
    assert "A kernel as large as the input has one place; nothing slides." in pages["ada"]
    assert "Nothing of what was asked for was found." in pages["ada"]
    assert "<strong>0.5</strong> of 6" in pages["ada"]
    assert "Grace" not in pages["ada"].split("How the points came about")[0]


def test_what_is_not_read_yet_has_no_points(pages):
    assert QUESTIONS[0] in pages["bo"]
    assert QUESTIONS[1] not in pages["bo"]
    assert "tasks still to be graded" in pages["bo"]
    assert "&lt;b&gt;which&lt;/b&gt;" in pages["bo"]
    assert "<b>which" not in pages["bo"]


def test_the_answers_are_accessible(pages, tmp_path):
    file = tmp_path / "ada.html"
    file.write_text(pages["ada"])
    with browsers.started() as browser:
        for scheme in ("light", "dark"):
            context = browser.new_context(color_scheme=scheme, bypass_csp=True)
            page = context.new_page()
            page.goto(file.as_uri())
            found = Axe().run(page)
            assert found.violations_count == 0, found.generate_report()
            context.close()
