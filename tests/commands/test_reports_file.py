"""Tests that the file of reports is a complete JSON list at any moment."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

import pytest

from autograder.commands.reports_file import ReportsFile
from autograder.errors import CommandMisused
from autograder.results import Report


def report(name: str) -> Report:
    return Report(assignment="a", submission=name, score=1.0, points=2.0, tier="process")


def names(path: Path) -> list[str]:
    return [each["submission"] for each in json.loads(path.read_text())]


def test_the_list_is_whole_after_each_report(tmp_path):
    path = tmp_path / "new" / "r.json"
    file = ReportsFile(path)
    found = [names(path)]
    for name in "cab":
        file.add(report(name))
        found.append(names(path))
    file.finish([report(name) for name in "abc"])

    assert found == [[], ["c"], ["c", "a"], ["c", "a", "b"]]
    assert names(path) == ["a", "b", "c"]
    assert [each.name for each in path.parent.iterdir()] == ["r.json"]


def test_reports_of_an_earlier_run_are_written_over(tmp_path):
    path = tmp_path / "r.json"
    first = ReportsFile(path)
    first.finish([report(name * 500) for name in "abc"])

    second = ReportsFile(path)
    second.add(report("z"))
    found = names(path)
    second.finish([report("z")])

    assert found == names(path) == ["z"]


def test_what_is_no_list_of_reports_is_left_alone(tmp_path):
    path = tmp_path / "ada.zip"
    path.write_bytes(b"PK...")

    with pytest.raises(CommandMisused, match="no list of reports"):
        ReportsFile(path)

    assert path.read_bytes() == b"PK..."


def test_a_link_stays_a_link_and_a_pipe_gets_all_at_the_end(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "r.json")
    linked = ReportsFile(tmp_path / "link")
    linked.finish([report("a")])
    os.mkfifo(tmp_path / "pipe")
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append((tmp_path / "pipe").read_bytes()))
    reader.start()
    piped = ReportsFile(tmp_path / "pipe")
    piped.add(report("b"))
    piped.finish([report("b")])
    reader.join(10)

    assert (tmp_path / "link").is_symlink()
    assert names(tmp_path / "r.json") == ["a"]
    assert json.loads(got[0])[0]["submission"] == "b"


def test_a_name_that_is_no_text_can_be_written_and_leads_to_its_file(tmp_path):
    name = os.fsdecode(b"M\xfcller.zip")
    file = ReportsFile(tmp_path / "r.json")
    file.add(report(name))

    assert names(tmp_path / "r.json") == [name]
    file.finish([report(name)])
    assert os.fsencode(names(tmp_path / "r.json")[0]) == b"M\xfcller.zip"
