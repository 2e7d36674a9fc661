"""Secret numbers for the hidden checks, from the assignment's seed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import pytest

from autograder.course.model import Assignment, Task


@dataclass(frozen=True)
class Seeds:
    """The numbers of one assignment. Another `draw` than 0 draws other inputs and seeds."""

    assignment: Assignment
    draw: int = 0

    def number(self, purpose: str, task: Task, item: pytest.Function) -> int:
        """A 64-bit number for a purpose of a case, derived from the assignment's secret seed.

        It is the same for every submission, and nobody can work it out without the seed.
        """
        drawn = [f"draw {self.draw}"] if self.draw else []
        mine = self.assignment
        parts = (mine.seed, purpose, mine.name, task.name, item.name, *drawn)
        digest = hashlib.sha256("\0".join(parts).encode()).digest()
        return int.from_bytes(digest[:8], "little")
