"""Tests annotations at lines of the student's files."""

from __future__ import annotations

import pytest
from support.reports import check, later, report, task

from autograder.exporters.places import annotations_of
from autograder.results import Place, Status

SOURCE = b"import torch\n\n\ndef shares(n):\n    return n\n\n\nclass Scale:\n    pass\n"
FILES = {"shares.py": SOURCE, "other.py": b"a = 1\n"}


def found(*checks, files=FILES, **more):
    return annotations_of(report(task(*checks)), {"shares": "shares.py"}, files, **more)


def lines(*checks, **more):
    return [(each.path, each.line) for each in found(*checks, **more)]


def wrong(**more):
    return check(Status.WRONG, told="It is wrong.", **more)


def test_a_line_that_raised_is_named():
    crash = check(Status.CRASHED, place=Place("other.py", 2))

    assert lines(crash) == [("other.py", 2)]


@pytest.mark.parametrize("text", ["`shares` raised E (other.py, line 1).", "other.py, line 1"])
def test_no_sentence_is_read_for_a_place(text):
    crash = check(Status.CRASHED, message=text, told=text, call="shares()")

    assert lines(crash) == [("shares.py", 4)]


@pytest.mark.parametrize(
    ("call", "line"),
    [("shares(float32 (3,))", 4), ("Scale(2)(float32 (3,))", 8), ("nothing()", 1), ("", 1),
     ("scale = Scale(2); scale.step(float32 (3,))", 8)],
)  # fmt: skip
def test_otherwise_it_is_the_definition_of_what_was_called(call, line):
    assert lines(wrong(call=call)) == [("shares.py", line)]


def test_what_was_asked_is_known_better_than_its_call_shows():
    made = wrong(call="scale = Scale(2); shares(scale)", function="shares")

    assert lines(made) == [("shares.py", 4)]


@pytest.mark.parametrize("source", [b"def shares(:\n", b"\0", b"(" * 100_000, b"x" * (2 << 20)])
def test_what_can_not_be_parsed_has_its_first_line(source):
    assert lines(wrong(call="shares()"), files={"shares.py": source}) == [("shares.py", 1)]


def test_files_are_named_from_the_top_of_what_was_handed_in():
    assert lines(wrong(), folder="homework/") == [("homework/shares.py", 1)]


def test_all_that_fails_at_a_line_is_one_annotation():
    (annotation,) = found(
        wrong(title="A.", call="shares()"),
        wrong(title="B.", call="shares()"),
        check(title="C."),
    )

    assert annotation.title == "A. (and 1 more)"
    assert annotation.message == "✗ A.\n✗ B.\nBoth: It is wrong."
    assert annotation.level == "failure"


def test_what_is_still_to_do_is_only_a_notice():
    (annotation,) = found(check(Status.UNFINISHED, call="shares()"))

    assert annotation.level == "notice"


def test_checks_that_are_not_shown_or_ours_have_no_annotation():
    assert found(later(status=Status.WRONG), check(Status.BROKEN)) == ()
    assert found(wrong(), files={}) == ()
