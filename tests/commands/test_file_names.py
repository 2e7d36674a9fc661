"""Tests the names of files made of many submissions: as short as possible, and all different."""

from __future__ import annotations

import os

import pytest

from autograder.commands.file_names import file_names


@pytest.mark.parametrize(
    ("paths", "names"),
    [
        (["a/ada.zip", "b/bob"], ["ada", "bob"]),
        (["a/workbook", "b/workbook"], ["a-workbook", "b-workbook"]),
        (["x/a/workbook", "x/b/workbook/", "c.zip"], ["a-workbook", "b-workbook", "c"]),
        (["ada.v1", "ada.v2"], ["ada.v1", "ada.v2"]),
        (["a/b-c", "a-b/c", "b/c"], ["b-c", "a-b-c", "b-c-2"]),
        (["s/Ada", "s/ada.zip"], None),
        (["same", "same/", "./same"], None),
        ([os.fsdecode(b"M\xfcller"), os.fsdecode(b"M\xf6ller")], ["M_ller", "M_ller-2"]),
    ],
)
def test_names(paths, names):
    found = list(file_names(paths).values())

    assert len({name.casefold() for name in found}) == len(paths)
    assert not [name for name in found if "/" in name or not name.isprintable()]
    if names:
        assert found == names
