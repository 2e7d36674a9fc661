"""Tests how the output of `verify` is laid out."""

from __future__ import annotations

from pathlib import Path

from autograder.text.commands import Here
from autograder.verification.page import Page


def test_a_command_is_complete_and_on_one_line_to_be_copied(capsys):
    fault = f"there is no file {'of it ' * 9}here: run `autograder calibrate --assignment a`"

    Page(Here(Path("a folder of mine/course"))).claim("A claim", [fault])

    command = "`autograder calibrate --assignment a --course 'a folder of mine/course'`"
    assert any(line.strip().endswith(command) for line in capsys.readouterr().out.splitlines())
