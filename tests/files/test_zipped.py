"""Tests that a zip has the same bytes whenever it is written, and runs what is a program."""

from __future__ import annotations

import io
import zipfile

from autograder.files.zipped import EXECUTABLE, REGULAR, zipped

FILES = {"run": b"#!/bin/sh\n", "notes/read.me": b"Hello"}


def modes(data: bytes) -> dict[str, int]:
    return {
        each.filename: each.external_attr >> 16
        for each in zipfile.ZipFile(io.BytesIO(data)).infolist()
    }


def test_the_order_of_the_files_changes_nothing():
    assert zipped(FILES) == zipped(dict(reversed(FILES.items())))
    assert {each.date_time for each in zipfile.ZipFile(io.BytesIO(zipped(FILES))).infolist()} == {
        (1980, 1, 1, 0, 0, 0)
    }


def test_only_programs_are_executable_and_only_if_that_is_asked_for():
    assert modes(zipped(FILES, with_programs=True)) == {"run": EXECUTABLE, "notes/read.me": REGULAR}
    assert modes(zipped(FILES)) == {"run": REGULAR, "notes/read.me": REGULAR}
