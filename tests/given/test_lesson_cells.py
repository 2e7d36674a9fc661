"""Cells of a notebook never replace work that they did not write: run by a real IPython."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from support.at_home import GIVEN, IPYTHON, RIGHT

LOAD = "%load_ext lesson_cells"
OWN = "mine = 1\n"
DRIVER = """
import json, sys
shell = get_ipython()
for cell in json.loads(open("cells.json").read()):
    shell.run_cell(cell)
print("NEXT", json.dumps(getattr(shell, "rl_next_input", None)))
"""


@pytest.fixture
def notebook_home(home: Path) -> Path:
    """A student's folder, with what notebooks load."""
    shutil.copy(GIVEN / "lesson_cells.py", home)
    return home


def ran(home: Path, *cells: str) -> str:
    """What a notebook with these cells prints, from its first cell on."""
    (home / "cells.json").write_text(json.dumps([LOAD, *cells]))
    ended = subprocess.run(
        [*IPYTHON, "-c", DRIVER],
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={**os.environ, "IPYTHONDIR": str(home.parent / "ipython")},
    )
    return ended.stdout + ended.stderr


def cell(text: str, name: str = "numbers_.py") -> str:
    return f"%%writefile {name}\n{text}"


def test_a_stub_never_replaces_a_solved_file(notebook_home):
    stub = (notebook_home / "numbers_.py").read_text()
    (notebook_home / "numbers_.py").write_text(RIGHT)

    said = ran(notebook_home, cell(stub))

    assert (notebook_home / "numbers_.py").read_text() == RIGHT
    assert "numbers_.py was not written. The file holds your work" in said
    assert "%cell_of numbers_.py" in said


def test_not_even_if_a_cell_wrote_what_is_solved(notebook_home):
    stub = (notebook_home / "numbers_.py").read_text()

    ran(notebook_home, cell(RIGHT))
    said = ran(notebook_home, cell(stub))

    assert (notebook_home / "numbers_.py").read_text() == RIGHT
    assert "was not written" in said


def test_the_own_cell_replaces_what_it_wrote_and_keeps_the_old_text(notebook_home):
    said = ran(notebook_home, cell(RIGHT), cell(RIGHT + OWN))

    assert (notebook_home / "numbers_.py").read_text() == RIGHT + OWN
    assert "was not written" not in said
    assert (notebook_home / ".kept" / "numbers_.py.1").read_text() == RIGHT
    assert not (notebook_home / ".kept" / "numbers_.py.2").exists()


def test_a_file_that_an_editor_changed_stays_until_it_is_replaced_on_purpose(notebook_home):
    file = notebook_home / "numbers_.py"
    ran(notebook_home, cell(RIGHT))
    file.write_text(RIGHT + OWN)

    refused = ran(notebook_home, cell(RIGHT + "other = 2\n"))
    still = file.read_text()
    replaced = ran(
        notebook_home, cell(RIGHT + "other = 2\n"), "%replace_file numbers_.py", cell(RIGHT)
    )

    assert "It was changed outside of this cell" in refused
    assert still == RIGHT + OWN
    assert "Overwriting numbers_.py" in replaced
    assert (notebook_home / ".kept" / "numbers_.py.2").read_text() == RIGHT + OWN
    assert file.read_text() == RIGHT


def test_a_file_comes_into_a_new_cell_which_may_then_write_it(notebook_home):
    (notebook_home / "numbers_.py").write_text(RIGHT + OWN)

    said = ran(notebook_home, "%cell_of numbers_.py")
    after = ran(notebook_home, cell(RIGHT + OWN), cell(RIGHT))

    assert json.dumps(cell(RIGHT + OWN).rstrip("\n")) in said
    assert "was not written" not in after
    assert (notebook_home / "numbers_.py").read_text() == RIGHT


@pytest.mark.parametrize("name", ["'two words.py'", "other.py", "-a numbers_.py"])
def test_other_files_are_written_as_ever(notebook_home, name):
    said = ran(notebook_home, cell(OWN, name))

    file = name.removeprefix("-a ").strip("'")
    assert (notebook_home / file).read_text().endswith(OWN)
    assert "was not written" not in said


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        ("%cell_of nothing.py", "There is no file nothing.py."),
        ("%replace_file numbers_.py", "No cell that writes numbers_.py was refused"),
    ],
)
def test_commands_that_find_nothing_say_so(notebook_home, command, sentence):
    assert sentence in ran(notebook_home, command)


def test_what_was_imported_is_loaded_anew(notebook_home):
    said = ran(
        notebook_home,
        "import numbers_",
        cell("def double(number):\n    return 'written later'\n"),
        "print(numbers_.double(1))",
    )

    assert "written later" in said


def test_broken_memory_is_taken_for_none(notebook_home):
    (notebook_home / ".kept").mkdir()
    (notebook_home / ".kept" / "cells.json").write_text("[")
    (notebook_home / "numbers_.py").write_text(RIGHT)

    said = ran(notebook_home, cell(OWN))

    assert "It was changed outside of this cell" in said


CHECK = "%run -e check.py numbers_"
WRITE, WORDS = cell("1"), cell("2", "words.md")


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ([CHECK, WORDS], "no cell writes numbers_.py any more. To get one:  %cell_of numbers_.py"),
        ([CHECK, WRITE, WORDS], "the cell that checks numbers_.py stands above the one"),
        (["# mine\n" + WRITE, CHECK, WORDS], "is not the first line of its cell; move it"),
        ([WRITE, WRITE, CHECK, WORDS], "2 cells write numbers_.py; keep one of them."),
        ([WRITE, CHECK, WORDS], ""),
    ],
    ids=["deleted", "moved", "damaged", "doubled", "sound"],
)
def test_cells_that_were_deleted_or_moved_are_noticed(notebook_home, cells, sentence):
    document = {"cells": [{"cell_type": "code", "source": source} for source in cells]}
    (notebook_home / "arithmetic.ipynb").write_text(json.dumps(document))

    at_first = ran(notebook_home)
    at_last = ran(notebook_home, "'--hand-in'").removeprefix(at_first.partition("NEXT")[0])

    for said in (at_first, at_last):
        assert sentence in said
        assert ("In arithmetic.ipynb as it was last saved" in said) == bool(sentence)
