"""Tests for which assignment a class has handed in: told, inferred from files, never guessed."""

from __future__ import annotations

import shutil

import pytest
from support.paths import PROJECT

from autograder.commands.class_assignment import of_assignment
from autograder.downloads.handed_in import HandedIn, Part
from autograder.downloads.tree import on_disk
from autograder.errors import CommandMisused


def handed_in(path, solution="workbook", told=""):
    """A submission that is as the solution."""
    shutil.copytree(PROJECT / "solutions" / solution, path)
    return HandedIn(path.name, "folders", (), (Part(on_disk(path)),), assignment=told)


def test_it_is_inferred_from_the_files(course, tmp_path):
    those = [handed_in(tmp_path / name) for name in ("ada", "bela")]

    assignment, found = of_assignment(course, None, those)

    assert assignment.name == "workbook"
    assert found == those


def test_two_at_once_are_not_guessed(course, tmp_path):
    both = [handed_in(tmp_path / "ada"), handed_in(tmp_path / "bela", "challenge")]

    with pytest.raises(CommandMisused, match="challenge and workbook"):
        of_assignment(course, None, both)


def test_none_is_asked_for(course, tmp_path):
    (tmp_path / "ada").mkdir()
    empty = HandedIn("ada", "folders", (), (Part(on_disk(tmp_path / "ada")),))

    with pytest.raises(CommandMisused, match="--assignment workbook or challenge"):
        of_assignment(course, None, [empty])


def test_what_the_download_tells_counts(course, tmp_path, capsys):
    both = [
        handed_in(tmp_path / "ada", told="Workbook"),
        handed_in(tmp_path / "bela", "challenge", told="other"),
    ]

    assignment, found = of_assignment(course, None, both)

    assert assignment.name == "workbook"
    assert found == both[:1]
    assert "1 submissions are of other assignments" in capsys.readouterr().out


def test_names_that_the_course_does_not_have_are_told(course, tmp_path):
    both = [handed_in(tmp_path / n, told=t) for n, t in (("ada", "ps1"), ("bela", "ps2"))]

    with pytest.raises(CommandMisused, match="holds ps1, ps2, and none is workbook"):
        of_assignment(course, "workbook", both)
