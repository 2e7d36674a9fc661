"""Tests what is stopped because it does not come to an end: nothing that only waits."""

from __future__ import annotations

import time

import pytest

from autograder.errors import CourseError
from autograder.grading import endless


def test_time_between_submissions_does_not_count(monkeypatch, tmp_path):
    monkeypatch.setattr(endless, "WALL_SECONDS", 0)
    watch = endless.Endless(tmp_path)

    with watch.watching():
        watch.rest()
        time.sleep(2.5)  # two looks
        assert watch.error is None

        watch.begin()
        with pytest.raises(CourseError, match="does not come to an end"):
            time.sleep(60)
