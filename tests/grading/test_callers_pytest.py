"""Tests that grading and verifying ignore the caller's pytest settings."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from support.paths import TOY_COURSE

from autograder.grading import callers_pytest
from autograder.verification import verify, visible_tests

pytestmark = [pytest.mark.slow(6, per="test"), pytest.mark.cold_start]


@pytest.fixture(params=[{"PYTEST_ADDOPTS": "--no-such-option"}, {"PYTEST_PLUGINS": "nowhere"}])
def callers_settings(request, monkeypatch):
    """The caller's settings, with which any pytest would fail."""
    for name, value in request.param.items():
        monkeypatch.setenv(name, value)
    return request.param


def test_the_callers_settings_come_back(callers_settings):
    with callers_pytest.ignored():
        assert not set(callers_settings) & set(os.environ)
        os.environ["PYTEST_VERSION"] = "ours"

    assert callers_settings.items() <= os.environ.items()
    assert os.environ["PYTEST_VERSION"] != "ours"


def test_grading_ignores_the_callers_settings(callers_settings):
    command = [sys.executable, "-m", "autograder.cli", "grade", "solutions/counting"]
    ended = subprocess.run(
        command, cwd=TOY_COURSE, capture_output=True, text=True, check=False, timeout=120
    )

    assert "6 of 6" in ended.stdout, ended.stdout + ended.stderr
    assert ended.returncode == 0


def test_visible_tests_ignore_the_callers_settings(callers_settings, toy_course):
    assignment = toy_course.assignment("counting")
    task = assignment.task("vowels")

    assert list(verify.visible_faults(toy_course, assignment, [task])) == []
    assert visible_tests.visible_tests(toy_course, assignment, task)


class Plugins:
    """Keeps the names of all plugins that a run of pytest has."""

    def pytest_configure(self, config):
        self.names = {name for name, plugin in config.pluginmanager.list_name_plugin() if plugin}


def test_what_is_installed_beside_the_kit_is_not_loaded(tmp_path):
    found = Plugins()

    with callers_pytest.ignored():
        pytest.main(["-p", "no:terminal", "--rootdir", str(tmp_path), str(tmp_path)], [found])

    assert "runner" in found.names
    assert not [name for name in found.names if "xdist" in name or "timeout" in name]
