"""Paths in this repository."""

from __future__ import annotations

from pathlib import Path

PROJECT = Path(__file__).parents[2]
TESTS = PROJECT / "tests"
TOY_COURSE = TESTS / "toy_course"
