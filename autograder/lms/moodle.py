"""Moodle: its grading worksheet with grade *and* feedback, and the zip of feedback files.

Moodle takes the grade only together with the feedback column, and no column may be added. See
https://docs.moodle.org/en/Assignment_settings (offline grading worksheet).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from autograder.downloads.matching import Match, Roster
from autograder.downloads.people import Claim, Person
from autograder.errors import CommandMisused
from autograder.lms import sheets
from autograder.lms.plan import Chosen, Plan
from autograder.text.cells import as_number, inert

PARTICIPANT = re.compile(r"\D*(\d+)")


def plan(
    path: Path,
    people: Sequence[Person],
    chosen: Chosen,
    *,
    participants: Mapping[str, str],
    feedback: Callable[[str], str],
) -> Plan:
    """What the worksheet does, and its bytes. Raises `CommandMisused`.

    `participants` are Moodle's number in this assignment → student's id, as far as the download
    told them; `feedback` is what a student (id) reads.
    """
    sheet = sheets.opened(path)
    identifier, name = sheet.column("Identifier"), sheet.column("Full name", "Name")
    grade, comments = sheet.column("Grade"), sheet.column("Feedback comments")
    own, email = sheet.column("ID number"), sheet.column("Email address", "Email")
    closed = sheet.column("Grade can be changed")
    most = sheet.column("Maximum Grade")
    if identifier < 0 or grade < 0:
        raise CommandMisused(
            f"{path} is no grading worksheet of Moodle: it should have the columns Identifier and "
            "Grade. Download it in Moodle: the assignment, Download grading worksheet."
        )
    if comments < 0:
        raise CommandMisused(
            f"{path} has no column 'Feedback comments', and without it Moodle may lose grades. "
            "Switch on 'Feedback comments' in the assignment's settings, and download it again."
        )
    roster = Roster(people)

    def number(record: int) -> str:
        match = PARTICIPANT.fullmatch(sheet.cell(record, identifier).strip())
        return match[1] if match else ""

    def who(record: int) -> Match:
        claim = Claim(
            name=sheet.cell(record, name).strip(),
            id=sheet.cell(record, own).strip(),
            email=sheet.cell(record, email).strip(),
        )
        match = roster.match(claim)
        known = roster.of_id(participants.get(number(record), ""))
        if match.person is None and known is not None:
            return Match(known) if not match.candidates or known in match.candidates else match
        return match

    folders: dict[str, str] = {}

    def write(record: int, student: str) -> None:
        sheet.cells[(record, comments)] = inert(feedback(student))
        folders[student] = folder_of(sheet.cell(record, name), number(record))

    rows = [r for r in range(1, len(sheet.records)) if sheet.records[r]]
    found = sheets.fill(
        sheet,
        rows,
        chosen,
        column=grade,
        who=who,
        name=lambda record: sheet.cell(record, name) or sheet.cell(record, identifier),
        is_closed=lambda record: sheet.cell(record, closed).strip().casefold() in ("no", "nein"),
        write=write,
    )
    out_of = chosen.grades[0].out_of if chosen.grades else 0.0
    cells = (as_number(sheet.cell(record, most)) for record in rows)
    theirs = {each for each in cells if each is not None}
    if theirs and all(abs(each - out_of) > 0.005 for each in theirs):
        shown = " or ".join(f"{each:g}" for each in sorted(theirs))
        found.notes.append(
            f"Moodle's maximum grade is {shown}, and these grades are out of {out_of:g}. "
            "Change it in Moodle, or the points in grading.yml."
        )
    found.data, found.folders = sheet.data(), folders
    return found


def folder_of(name: str, participant: str) -> str:
    """The folder of a student in Moodle's zips, from which feedback files are given out."""
    clean = re.sub(r"[\x00-\x1f\x7f&<>\"`|':\\/]", "", name.replace("_", " "))
    return f"{clean}_{participant}_assignsubmission_file_"
