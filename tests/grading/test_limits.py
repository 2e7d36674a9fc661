"""Tests that a report names the limits that applied, so that a grade can be repeated."""

from __future__ import annotations

from support.paths import PROJECT, TOY_COURSE

from autograder.course.load import load_course
from autograder.grading.environment import limits_of


def test_limits_have_the_names_and_numbers_of_grading_yml():
    course = load_course(TOY_COURSE)

    limits = limits_of(course, course.assignment("counting"))

    assert limits["call_seconds"] == 5
    assert limits["submission_seconds"] == 30
    assert limits["memory_mb"] == course.limits.memory_mb


def test_a_training_has_limits_of_its_own():
    course = load_course(PROJECT)

    limits = limits_of(course, course.assignment("challenge"))

    assert limits["training.cpu_seconds"] == 120
    assert limits["training.wall_seconds"] == 600
    assert limits["training.memory_mb"] == 8192
    assert limits["cpu_seconds"] == course.limits.cpu_seconds
