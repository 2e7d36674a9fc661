"""Grading and verifying start pytest; what the caller's own pytest is told is not for them."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from support.paths import TOY_COURSE

from autograder.grading import callers_pytest
from autograder.verification import verify, visible_tests


@pytest.fixture(params=[{"PYTEST_ADDOPTS": "--no-such-option"}, {"PYTEST_PLUGINS": "nowhere"}])
def told(request, monkeypatch):
    """Settings of the caller's that would end any pytest."""
    for name, value in request.param.items():
        monkeypatch.setenv(name, value)
    return request.param


def test_the_callers_settings_come_back(told):
    with callers_pytest.unheard():
        assert not [name for name in os.environ if name.startswith("PYTEST_")]
        os.environ["PYTEST_VERSION"] = "ours"

    assert told.items() <= os.environ.items()
    assert os.environ["PYTEST_VERSION"] != "ours"


def test_grading_does_not_hear_them(told):
    command = [sys.executable, "-m", "autograder.cli", "grade", "solutions/counting"]
    ended = subprocess.run(
        command, cwd=TOY_COURSE, capture_output=True, text=True, check=False, timeout=120
    )

    assert "6 of 6" in ended.stdout, ended.stdout + ended.stderr
    assert ended.returncode == 0


def test_nor_do_the_visible_tests(told, toy_course):
    assignment = toy_course.assignment("counting")
    task = assignment.task("vowels")

    assert list(verify.visible_faults(toy_course, assignment)) == []
    assert visible_tests.visible_tests(toy_course, assignment, task)
