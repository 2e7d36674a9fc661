"""Merges gradebooks: the rows of all. In any order, and as often as one likes, it ends the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import CommandMisused
from autograder.gradebook.database import Database, opened
from autograder.gradebook.rows import key_of
from autograder.gradebook.tables import COLUMNS


@dataclass(frozen=True)
class Merged:
    """How many rows of a part were new, and how many were there already."""

    part: Path
    new: int
    known: int


def merge(whole: Database, parts: Sequence[Path]) -> list[Merged]:
    """Add all rows of the parts. Raises `CommandMisused`; then nothing of any part is added.

    A row whose content is not what its key says is damaged, and so is its part.
    """
    for part in parts:
        if part.exists() and whole.path.exists() and part.samefile(whole.path):
            raise CommandMisused(f"{part} would be merged with itself. Name the other parts.")
    merged = []
    with whole.together():
        for path in parts:
            with opened(path) as opened_part:
                merged.append(_add(whole, opened_part))
    return merged


def _add(whole: Database, part: Database) -> Merged:
    new = known = 0
    for table, columns in COLUMNS.items():
        for key, *values in part.select(table, ("key", *columns)):
            if key_of(table, values) != key:
                raise CommandMisused(
                    f"{part.path} has a row in {table} that was changed or is damaged. "
                    "Nothing was merged; make this part again."
                )
            if whole.add_values(table, values):
                new += 1
            else:
                known += 1
    return Merged(part.path, new, known)
