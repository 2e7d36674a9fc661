"""Tests the page for those who write a task: the reference is the code's, the commands run."""

from __future__ import annotations

import ast
import re
import shlex
import subprocess
import sys

import pytest
from support.reference import PAGES, written

from autograder.grading.fixtures import Fixtures

CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_the_reference_is_made_of_the_code(path):
    page = path.read_text()

    assert page == written(page), "write it anew: cd tests; python -m support.reference"


@pytest.mark.parametrize("name", [name for name in vars(Fixtures) if not name.startswith("_")])
def test_the_reference_says_how_a_fixture_is_called(name):
    fixture = getattr(Fixtures, name)
    returned = ast.parse(fixture.__wrapped__.__annotations__["return"], mode="eval").body
    is_function = isinstance(returned, ast.Subscript) and ast.unparse(returned.value) == "Callable"
    calls = re.findall(rf"`({name}\(.*?\))`", fixture.__doc__)

    assert len(calls) == is_function
    for call in calls:
        written = ast.parse(call, mode="eval").body
        assert isinstance(written, ast.Call)
        assert len(written.args) == len(returned.slice.elts[0].elts)


@pytest.mark.slow(90)
@pytest.mark.torch
def test_the_commands_do_what_the_page_says(tmp_path):
    said = ""
    tried = 0
    for line in "".join(CONSOLE.findall(PAGES[0].read_text())).splitlines():
        if not line.startswith("$ "):
            assert line in said
            continue
        program, *arguments = shlex.split(line.removeprefix("$ "))
        assert program == "autograder"
        ran = subprocess.run(
            [sys.executable, "-m", "autograder.cli", *arguments],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr
        said, tried = ran.stdout, tried + 1

    assert tried == 5
