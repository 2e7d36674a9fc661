"""Tests the table of a class: a line per submission, fitted to the screen, and what stands out."""

from __future__ import annotations

import io

import pytest
from rich.cells import cell_len
from rich.console import Console
from support.reports import check, report, task

from autograder.exporters.class_table import Line, render, what_stands_out
from autograder.results import Report, Status

ADA = report(task(check(), check(), name="shares"), task(name="essay", score=None))
BEA = report(
    task(check(), check(Status.WRONG, mistakes=("skips_the_first", "adds_one")), name="shares"),
    task(name="essay", score=None),
)
REFUSED = Report(
    assignment="counting",
    submission="c.zip",
    score=0.0,
    points=2.0,
    tier="none",
    refused="'c.zip' is damaged, or no zip at all.",
)


def screen_of(*lines: Line, width: int = 80) -> list[str]:
    screen = io.StringIO()
    Console(file=screen, width=width, highlight=False).print(render(lines))
    return [line.rstrip() for line in screen.getvalue().splitlines()]


def test_each_submission_has_one_line_with_its_points_and_what_stands_out():
    title, head, possible, *lines = screen_of(
        Line("ada", ADA), Line("bea", BEA), Line("c.zip", REFUSED), Line("dan", None)
    )

    assert title == "counting: 3 submissions"
    assert head.split() == ["submission", "shares", "total", "what", "stands", "out"]
    assert possible.split() == ["of", "2", "of", "2"]
    assert lines[:3] == [
        "1 ada             2      2",
        "2 bea             1      1 skips the first (+1)",
        "3 c.zip           –      0 refused: 'c.zip' is damaged, or no zip at all.",
    ]
    assert any(line.endswith("not graded: our fault") for line in lines[3:])


def test_the_heading_says_what_no_total_below_has():
    title, *_ = screen_of(Line("ada", report(task(check()), by_person=2.0)))

    assert title == "counting: 1 submission; beside these points, 2 more by a person"


def test_assignments_have_a_table_each():
    other = report(task(check(), name="vowels"), submission="x")

    lines = screen_of(Line("ada", ADA), Line("x", Report(**{**_fields(other), "assignment": "b"})))

    assert "counting: 1 submission" in lines
    assert "b: 1 submission" in lines


@pytest.mark.parametrize("width", [30, 50, 80, 120, 200])
@pytest.mark.parametrize("tasks", [1, 4, 12])
@pytest.mark.parametrize("name", ["a", "a" * 200, "名前" * 40, "::error::forged", "\x1b[2Jx\ny"])
def test_no_line_is_longer_than_the_screen_or_begins_with_a_name(width, tasks, name):
    made = report(*(task(check(Status.WRONG), name=f"task_number_{n}") for n in range(tasks)))

    lines = screen_of(Line(name, made), Line(name, REFUSED), Line(name, None), width=width)

    # Two titles, two heads of two lines each, three submissions.
    assert len([line for line in lines if line]) == 9
    assert all(cell_len(line) <= width for line in lines)
    assert not [line for line in lines if line.lstrip().startswith("::") or "\x1b" in line]


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (report(task(check())), ""),
        (report(task(check(Status.WRONG), check(), name="shares")), "wrong: shares"),
        (report(task(check(Status.UNFINISHED)), task(check(Status.UNFINISHED))), "not started"),
        (
            report(task(check(), name="a"), task(check(Status.UNFINISHED), name="b")),
            "still to do: b",
        ),
        (
            report(task(check(Status.CRASHED), name="a"), task(check(Status.WRONG), name="b")),
            "crashed: a",
        ),
        (
            report(task(check(Status.WRONG, mistakes=("flips",)), check(Status.FORBIDDEN))),
            "not allowed: shares",
        ),
        (report(task(check(Status.TIMED_OUT), name="a")), "timed out: a"),
        (report(task(check(Status.REFUSED), name="a")), "no answer: a"),
        (
            report(task(check(Status.BROKEN), check(Status.FORBIDDEN))),
            "a check is broken: our fault",
        ),
        (
            report(task(check()), task(name="essay", score=None, missing="There is no essay.")),
            "nothing to read: essay",
        ),
        (REFUSED, "refused: 'c.zip' is damaged, or no zip at all."),
        (None, "not graded: our fault"),
    ],
)
def test_what_a_person_must_decide_stands_out_first(made, said):
    assert what_stands_out(made) == said


def _fields(made: Report) -> dict[str, object]:
    return {name: getattr(made, name) for name in made.__struct_fields__}
