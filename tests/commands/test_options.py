"""Commands that are printed can be copied and run."""

from __future__ import annotations

import re
import shlex
import shutil
from argparse import Namespace
from pathlib import Path

import pytest
from support.paths import TOY_COURSE

from autograder.cli import main
from autograder.commands.options import command_here


@pytest.mark.parametrize(
    ("given", "command", "printed"),
    [
        ({}, "gradebook show", "autograder gradebook show"),
        ({"course": Path("my course")}, "template", "autograder template --course 'my course'"),
        (
            {"course": Path("c"), "gradebook": Path("g.sqlite")},
            "regrade",
            "autograder regrade --course c --gradebook g.sqlite",
        ),
        ({"gradebook": Path("g.sqlite")}, "verify --task a", "autograder verify --task a"),
        ({"gradebook": None}, "grade X", "autograder grade X"),
    ],
)
def test_a_command_has_the_course_and_the_gradebook_of_this_one(given, command, printed):
    assert command_here(Namespace(**{"course": Path(), **given}), command) == f"`{printed}`"


@pytest.mark.torch
def test_what_a_graded_class_is_told_to_run_runs(tmp_path, capsys):
    course = tmp_path / "my course"
    shutil.copytree(TOY_COURSE, course)
    shutil.copytree(TOY_COURSE / "solutions" / "counting", tmp_path / "class" / "ada")
    book = tmp_path / "g.sqlite"
    given = ["--course", str(course), "--gradebook", str(book)]

    assert main(["grade", str(tmp_path / "class"), *given]) == 0
    [command] = re.findall(r"`(autograder gradebook show .*)` shows all", capsys.readouterr().out)

    assert main(shlex.split(command)[1:]) == 0
    assert "ada" in capsys.readouterr().out
