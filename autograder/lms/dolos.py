"""A zip for Dolos, which compares the text of programs: a file of each student, and who wrote it.

The columns are those that Dolos reads (dolos-lib 3.5.1, `Dataset.fromCSV`). The file that students
started from is marked, so that Dolos leaves out what everybody was given. What Dolos finds is a
place to look, and proves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.downloads.csv_files import written
from autograder.downloads.people import Person
from autograder.files.zipped import zipped
from autograder.text.cells import inert

HEADS = ["filename", "full_name", "id", "created_at", "label", "ignored"]


@dataclass(frozen=True)
class Source:
    """One student's file, and when it was handed in; '' if that is not known."""

    student: Person
    submitted: str
    data: bytes


def zip_of(file: str, sources: Sequence[Source], given: bytes) -> bytes:
    """The zip; `given` is the file that students started from."""
    stem, _, suffix = file.rpartition(".")
    files = {f"given/{file}": given}
    rows = [[f"given/{file}", "", "", "", "", "true"]]
    for number, each in enumerate(sources, start=1):
        plain = re.sub(r"[^\w.-]+", "_", each.student.id)[:60]
        name = f"students/{number:04}-{plain}-{stem}.{suffix}"
        files[name] = each.data
        person = each.student
        told = [person.name or person.id, person.id, each.submitted, person.section]
        rows.append([name, *map(inert, told), ""])
    return zipped({"info.csv": written(HEADS, rows).encode(), **files})
