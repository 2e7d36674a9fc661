"""Canvas: its exported gradebook, with the grades of one assignment filled in.

The rows above the students (`Points Possible`, and a blank one or "Manual Posting" once grades
exist) and all other cells stay as they are. See
https://community.canvaslms.com/t5/Instructor-Guide/How-do-I-import-grades-in-the-Gradebook/ta-p/807.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace

from autograder.course.model import Assignment
from autograder.downloads.matching import Match, Roster
from autograder.downloads.people import Claim, Person
from autograder.errors import CommandMisused
from autograder.lms import sheets
from autograder.lms.plan import Chosen, Plan
from autograder.lms.sheets import Sheet
from autograder.text.cells import as_number, number
from autograder.text.legible import quoted

POSSIBLE = "Points Possible"
TEST_STUDENTS = ("student, test", "test student")
FIXED = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")


def plan(
    path: Path,
    people: Sequence[Person],
    assignment: Assignment,
    chosen: Chosen,
    *,
    participants: Mapping[str, str],
    column: str = "",
) -> Plan:
    """What the file does, and its bytes. Raises `CommandMisused`.

    `participants` are Canvas's number → student's id, as far as the download told them. `column` is
    the heading of the assignment, if its title does not tell.
    """
    sheet = sheets.opened(path)
    student, number_ = sheet.column("Student", "Student Name"), sheet.column("ID")
    sis, login = sheet.column("SIS User ID"), sheet.column("SIS Login ID", "Login ID")
    if student < 0 or (number_ < 0 and sis < 0 and login < 0):
        raise CommandMisused(
            f"{path} is no gradebook of Canvas: it should have the columns Student, ID, SIS User "
            "ID, SIS Login ID. Export it in Canvas: Grades, Export."
        )
    possible = next(
        (r for r, row in enumerate(sheet.records) if row and row[0].strip().startswith(POSSIBLE)),
        -1,
    )
    out_of = chosen.grades[0].out_of if chosen.grades else 0.0
    notes = []
    target, is_new = _column(sheet, assignment, column)
    if is_new:
        head = sheet.heads[target]
        sheet.cells[(0, target)] = head
        if possible >= 0:
            sheet.cells[(possible, target)] = number(out_of)
        notes.append(
            f"There is no column of {assignment.title}. Canvas makes an assignment "
            f"{quoted(head)} of it; --column names one that is there."
        )
    elif possible >= 0:
        theirs = as_number(sheet.cell(possible, target))
        if theirs is not None and abs(theirs - out_of) > 0.005:
            notes.append(
                f"Canvas has {theirs:g} points possible, and these grades are out of {out_of:g}. "
                "Change it in Canvas, or the points in grading.yml."
            )
    roster = Roster(people)

    def who(record: int) -> Match:
        return _who(roster, sheet, record, (student, number_, sis, login), participants)

    rows = [r for r in range(1, len(sheet.records)) if _is_student(sheet, r, student, possible)]
    found = sheets.fill(
        sheet,
        rows,
        chosen,
        column=target,
        who=who,
        name=lambda record: sheet.cell(record, student),
    )
    if is_new:  # every record gets the column, so that all have equally many
        for record in range(1, len(sheet.records)):
            if sheet.records[record]:
                sheet.cells.setdefault((record, target), "")
    found.notes += notes
    found.data = sheet.data()
    return found


def _column(sheet: Sheet, assignment: Assignment, named: str) -> tuple[int, bool]:
    """The column of the assignment, and whether it is added."""
    names = [named] if named else [assignment.title, assignment.name]
    heads = [(index, head) for index, head in enumerate(sheet.heads) if head not in FIXED]
    for name in names:
        exact = [index for index, head in heads if head == name]
        found = exact or [index for index, head in heads if _titled(head) == _titled(name)]
        if len(found) == 1:
            return found[0], False
        if found:
            those = ", ".join(quoted(sheet.heads[index]) for index in found)
            raise CommandMisused(f"Several columns may be meant: {those}. Name one with --column.")
    if named:
        those = ", ".join(quoted(head) for _, head in heads[:20])
        raise CommandMisused(f"{sheet.path} has no column {quoted(named)}; there are: {those}.")
    sheet.heads.append(assignment.title)
    return len(sheet.records[0]), True


def _titled(head: str) -> str:
    """The title without Canvas's number behind it."""
    return " ".join(re.sub(r"\s*\(\d+\)\s*$", "", head).casefold().split())


def _is_student(sheet: Sheet, record: int, student: int, possible: int) -> bool:
    if record <= possible:
        return False
    name = sheet.cell(record, student).strip()
    return bool(name) and name.casefold() not in TEST_STUDENTS


def _who(
    roster: Roster,
    sheet: Sheet,
    record: int,
    columns: tuple[int, int, int, int],
    participants: Mapping[str, str],
) -> Match:
    """By id, login, e-mail address, and Canvas's number; by name only where none is there."""
    student, number_, sis, login = (sheet.cell(record, c).strip() for c in columns)
    is_email = "@" in login
    sure = Claim(
        id=sis,
        login="" if is_email else login,
        email=login if is_email else "",
        number=number_,
    )
    match = roster.match(sure)
    if match.person is not None:
        return roster.match(replace(sure, name=student))  # the name must not be somebody else's
    known = roster.of_id(participants.get(number_, ""))
    if known is not None and (not match.candidates or known in match.candidates):
        return Match(known)
    return match if sis or login else roster.match(Claim(name=student))
