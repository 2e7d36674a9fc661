"""The sentences of a class are text beside its reports, whole after each that is made."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from support.reports import check, report, task

from autograder.commands.sentences_file import SentencesFile, beside
from autograder.errors import CommandMisused
from autograder.results import Report, Status


def made(name: str) -> Report:
    return report(task(check(Status.WRONG, message=f"{name} is wrong.")), submission=name)


def names(path: Path) -> list[str]:
    lines = path.read_text().splitlines()
    return [line.removeprefix("submission ") for line in lines if line.startswith("submission ")]


def test_sentences_are_there_as_they_are_made_and_at_last_in_order(tmp_path):
    path = tmp_path / "new" / "reports.txt"
    file = SentencesFile(path)
    file.begin()
    file.add(made("b"))
    first = names(path)
    file.add(made("a"))
    second = names(path)
    file.finish([made("a"), made("b")])

    assert (first, second, names(path)) == (["b"], ["b", "a"], ["a", "b"])
    assert "a is wrong." in path.read_text()
    assert [each.name for each in path.parent.iterdir()] == ["reports.txt"]


def test_an_earlier_run_is_written_over_and_anything_else_left_alone(tmp_path):
    path = tmp_path / "reports.txt"
    for name in "ab":
        file = SentencesFile(path)
        file.begin()
        file.finish([made(name)])
    essay = tmp_path / "essay.md"
    essay.write_text("mine")

    with pytest.raises(CommandMisused, match="name another file with --sentences"):
        SentencesFile(essay)
    with pytest.raises(CommandMisused, match="is a folder"):
        SentencesFile(tmp_path)

    assert names(path) == ["b"]
    assert essay.read_text() == "mine"


def test_a_name_that_is_no_text_can_be_written(tmp_path):
    file = SentencesFile(tmp_path / "r.txt")
    file.begin()
    file.add(made(os.fsdecode(b"M\xfcller")))
    file.finish([made(os.fsdecode(b"M\xfcller"))])

    assert names(tmp_path / "r.txt")


def test_the_place_beside_the_reports(tmp_path):
    os.mkfifo(tmp_path / "pipe")

    assert beside(tmp_path / "reports.json") == tmp_path / "reports.txt"
    assert beside(tmp_path / "r") == tmp_path / "r.txt"
    assert beside(tmp_path / "r.txt") == tmp_path / "r.txt.txt"
    assert beside(tmp_path / "pipe") is None
    assert beside(None) is None
