"""Remarks at the lines of the student's own files."""

from __future__ import annotations

import json

import pytest
from reports import check, later, report, task

from autograder.exporters import annotations, code_quality
from autograder.exporters.places import Annotation, remarks
from autograder.results import Status

SOURCE = b"import torch\n\n\ndef shares(n):\n    return n\n\n\nclass Scale:\n    pass\n"
FILES = {"shares.py": SOURCE, "other.py": b"a = 1\n"}


def found(*checks, files=FILES, **more):
    return remarks(report(task(*checks)), {"shares": "shares.py"}, files, **more)


def lines(*checks, **more):
    return [(each.path, each.line) for each in found(*checks, **more)]


def wrong(**more):
    return check(Status.WRONG, message="It is wrong.", **more)


def test_a_line_that_raised_is_told():
    crash = check(Status.CRASHED, message="`shares` raised ValueError: 7 (other.py, line 2).")

    assert lines(crash) == [("other.py", 2)]


@pytest.mark.parametrize("place", ["nowhere.py, line 2", "other.py, line 99", "../x.py, line 1"])
def test_a_line_that_is_not_there_is_not_believed(place):
    crash = check(Status.CRASHED, message=f"`shares` raised ValueError ({place}).", call="shares()")

    assert lines(crash) == [("shares.py", 4)]


@pytest.mark.parametrize(
    ("call", "line"),
    [("shares(float32 (3,))", 4), ("Scale(2)(float32 (3,))", 8), ("nothing()", 1), ("", 1)],
)
def test_otherwise_it_is_the_definition_of_what_was_called(call, line):
    assert lines(wrong(call=call)) == [("shares.py", line)]


@pytest.mark.parametrize("source", [b"def shares(:\n", b"\0", b"(" * 100_000, b"x" * (2 << 20)])
def test_what_can_not_be_parsed_has_its_first_line(source):
    assert lines(wrong(call="shares()"), files={"shares.py": source}) == [("shares.py", 1)]


def test_files_are_named_from_the_top_of_what_was_handed_in():
    assert lines(wrong(), folder="homework/") == [("homework/shares.py", 1)]


def test_all_that_fails_at_a_line_is_one_remark():
    (remark,) = found(
        wrong(title="A.", call="shares()"),
        wrong(title="B.", call="shares()"),
        check(title="C."),
    )

    assert remark.title == "A. (and 1 more)"
    assert remark.message == "✗ A.\n✗ B.\nIt is wrong."
    assert remark.level == "failure"


def test_what_is_still_to_do_is_only_a_notice():
    (remark,) = found(check(Status.UNFINISHED, call="shares()"))

    assert remark.level == "notice"


def test_checks_that_are_not_shown_or_ours_are_no_remarks():
    assert found(later(status=Status.WRONG), check(Status.BROKEN)) == ()
    assert found(wrong(), files={}) == ()


# What GitHub's runner reads


def remark(n: int = 1, **more):
    given = {"path": "a.py", "line": n, "level": "failure", "title": "T", "message": "M"}
    return Annotation(**{**given, **more})


def test_commands_are_escaped():
    (command,) = annotations.commands(
        [remark(path="a,b:c.py", title="50 %, x::y", message="one\ntwo\r::error::x")]
    )

    assert command == (
        "::error file=a%2Cb%3Ac.py,line=1,title=50 %25%2C x%3A%3Ay::one%0Atwo%0D::error::x"
    )


def test_there_are_ten_of_a_kind_at_the_most():
    many = [remark(n) for n in range(30)] + [remark(n, level="notice") for n in range(30)]

    made = list(annotations.commands(many))

    assert [each.split()[0] for each in made] == ["::error"] * 10 + ["::notice"] * 10


@pytest.mark.parametrize(
    "text",
    ["::add-mask::x", "  ::set-output name=a::b", "a\n::error::x", "a\r::error::x", "x ##[group]",
     "##[add-mask]x", "a\u2028::error::x", "a\x0b::error::x", "\ufeff::error::x", "\x1b::error::x"],
)  # fmt: skip
def test_harmless_text_is_no_command(text):
    for line in annotations.harmless(text).split("\n"):
        assert not line.strip().startswith("::")
        assert "##[" not in line
        assert line.isprintable()


def test_code_quality_is_what_gitlab_reads():
    first, second = json.loads(
        code_quality.render([remark(3), remark(4, level="notice", title="N")])
    )

    assert first["location"] == {"path": "a.py", "lines": {"begin": 3}}
    assert (first["severity"], second["severity"]) == ("major", "info")
    assert first["fingerprint"] != second["fingerprint"]
    assert first["fingerprint"] == json.loads(code_quality.render([remark(9)]))[0]["fingerprint"]
