"""What `autograder review` says where it can't begin."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from support.paths import PROJECT, TOY_COURSE
from support.reviewing import gradebook, written

from autograder import cli


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return gradebook(tmp_path / "grades.sqlite", {"Ada": written({1: "So."})})


def said(capsys: pytest.CaptureFixture[str], *command: object) -> str:
    """What a command that is refused says."""
    assert cli.main(["review", *map(str, command)]) == 1
    return capsys.readouterr().err


def test_a_gradebook_that_is_not_there(tmp_path, capsys):
    missing = tmp_path / "none.sqlite"

    assert "none.sqlite" in said(capsys, "--gradebook", missing, "--course", PROJECT)
    assert not missing.exists()


def test_a_course_without_a_rubric(book, capsys):
    text = said(capsys, "--gradebook", book, "--course", TOY_COURSE)

    assert "No task has a rubric." in text


def test_a_port_that_is_taken_or_is_none(book, capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        text = said(capsys, "--gradebook", book, "--course", PROJECT, "--port", port)
    assert f"Port {port} can't be used here (Address already in use)" in text
    assert "99999 is no port" in said(
        capsys, "--gradebook", book, "--course", PROJECT, "--port", 99999
    )
