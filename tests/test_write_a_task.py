"""Tests the page for those who write a task: the reference is the code's."""

from __future__ import annotations

import ast
import re

import pytest
from support.reference import PAGES, written

from autograder.grading.fixtures import Fixtures


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
