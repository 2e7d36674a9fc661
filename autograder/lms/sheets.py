"""Fills in the file that an LMS gave out: whose row is whose, and what changes in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.downloads.csv_files import Table
from autograder.downloads.matching import Match
from autograder.errors import CommandMisused
from autograder.lms import raw_csv
from autograder.lms.plan import Change, Chosen, Line, Plan, change_of
from autograder.text.cells import as_number, number
from autograder.text.legible import quoted


@dataclass
class Sheet:
    """A file that is being filled in. Records are counted from 0, the headings'."""

    path: Path
    table: Table
    heads: list[str]
    records: list[list[str]]
    cells: dict[tuple[int, int], str] = field(default_factory=dict)

    def cell(self, record: int, column: int) -> str:
        """The text of a cell; '' where the record is too short."""
        row = self.records[record]
        return row[column] if 0 <= column < len(row) else ""

    def column(self, *names: str) -> int:
        """The column with one of these headings, however they are spelt; -1 if there is none."""
        wanted = [_plain(name) for name in names]
        heads = [_plain(head) for head in self.heads]
        return next((heads.index(name) for name in wanted if name in heads), -1)

    def data(self) -> bytes:
        """The file with what was filled in."""
        return raw_csv.with_cells(self.path, self.table, self.cells)


def opened(path: Path) -> Sheet:
    """The file of an LMS. Raises `CommandMisused`."""
    table, records = raw_csv.read(path)
    return Sheet(path, table, list(table.heads), records)


def fill(
    sheet: Sheet,
    rows: Sequence[int],
    chosen: Chosen,
    *,
    column: int,
    who: Callable[[int], Match],
    name: Callable[[int], str],
    is_closed: Callable[[int], bool] = lambda record: False,
    write: Callable[[int, str], None] = lambda record, student: None,
) -> Plan:
    """Fill in the grades of the students in `rows`, and say what that does.

    `who` tells whose a record is, `name` what it is called in a sentence; `write` fills in more.
    Raises `CommandMisused` if a student is there twice: which row counts, nobody knows.
    """
    plan = Plan(withheld=list(chosen.withheld))
    comma = any("," in sheet.cell(r, column) and as_number(sheet.cell(r, column)) is not None
                for r in rows)  # fmt: skip
    people = {grade.student.id: grade.student for grade in chosen.grades}
    seen: dict[str, int] = {}
    for record in rows:
        match = who(record)
        if match.person is None:
            plan.unmatched.append(f"{name(record)}{f' ({match.why})' if match.candidates else ''}")
            continue
        student = match.person.id
        if student in seen:
            raise CommandMisused(
                f"{sheet.path}: {quoted(match.person.shown)} is there twice, in records "
                f"{seen[student] + 1} and {record + 1}. Nothing was written. Export the file "
                "again, or remove the row that is too many."
            )
        seen[student] = record
        if student not in people or student not in chosen.points:
            continue
        if is_closed(record):
            plan.left_out.append(f"{match.person.shown}: the LMS says that it can't be changed")
            continue
        old, new = as_number(sheet.cell(record, column)), chosen.points[student]
        change = change_of(old, new)
        plan.lines.append(Line(match.person, change, old, new))
        if change is not Change.UNCHANGED:
            sheet.cells[(record, column)] = number(new, comma=comma)
        write(record, student)
    plan.missing = [people[student] for student in chosen.points if student not in seen]
    return plan


def _plain(head: str) -> str:
    return re.sub(r"[^a-z0-9]", "", head.casefold())
