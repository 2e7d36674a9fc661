"""A zip for Dolos, which compares the text of programs: a file of each student, and who wrote it.

The columns are those that Dolos reads (dolos-lib 3.5.1, `Dataset.fromCSV`). The file that students
started from is marked, so that Dolos leaves out what everybody was given. What Dolos finds is a
place to look, and proves nothing.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.downloads.csv_files import written
from autograder.downloads.people import Person
from autograder.lms.feedback import ZIP_EPOCH
from autograder.text.cells import harmless

HEADS = ["filename", "full_name", "id", "created_at", "label", "ignored"]


@dataclass(frozen=True)
class Source:
    """One student's file, and when it was handed in; '' if that is not known."""

    student: Person
    submitted: str
    data: bytes


def zipped(file: str, sources: Sequence[Source], given: bytes) -> bytes:
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
        rows.append([name, *map(harmless, told), ""])
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {"info.csv": written(HEADS, rows).encode(), **files}.items():
            info = zipfile.ZipInfo(name, ZIP_EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)
    return data.getvalue()
