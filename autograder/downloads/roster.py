"""Reads a roster: CSV of people, as Canvas, Moodle, Gradescope, GitHub, or a spreadsheet writes it.

Columns are known by their headings; ids stay text, with their zeros; other columns are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from autograder.downloads import csv_files
from autograder.downloads.csv_files import Table
from autograder.downloads.people import Person
from autograder.errors import CommandMisused
from autograder.text.legible import quoted

# Headings in small letters without signs, the surest first.
ID = ("sisuserid", "studentid", "sid", "idnumber", "studentnumber", "orgdefinedid", "matriculation",
      "matriculationnumber", "matrikelnummer", "studentsid", "rosteridentifier", "id", "identifier",
      "userid", "personid", "student")  # fmt: skip
NAME = ("name", "fullname", "studentname", "displayname", "student", "sortablename", "username")
FIRST = ("firstname", "givenname", "givennames", "forename", "vorname", "prenom")
LAST = ("lastname", "surname", "familyname", "nachname", "nom")
LOGIN = ("login", "loginid", "sisloginid", "username", "user", "netid", "githubusername", "github",
         "githublogin", "account", "uniqname", "unix")  # fmt: skip
EMAIL = ("email", "emailaddress", "mail", "emails", "useremail", "eemail")
SECTION = ("section", "sections", "tutorial", "tutorialgroup", "lab", "class")
CANVAS, MOODLE = "Points Possible", re.compile(r"Participant (\d+)|Teilnehmer/?in ?(\d+)")
TEST_STUDENT = {"student, test", "test student"}


def read(path: Path) -> tuple[Person, ...]:
    """The people of a roster. Raises `CommandMisused` with a line for each fault."""
    table = csv_files.read(path)
    columns = _columns(table, path)
    people: list[Person] = []
    faults: list[str] = []
    lines: dict[str, int] = {}
    rows: dict[str, Mapping[str, str]] = {}
    for line, row in table.rows:
        if _is_no_student(row, table.heads):
            continue
        person = _person(row, table.heads, columns)
        if not person.id:
            faults.append(f"line {line}: this student has no id; add one.")
            continue
        if person.id in lines:
            if rows[person.id] == row:
                continue  # the same line twice is no contradiction
            faults.append(
                f"line {line}: the id {quoted(person.id)} is that of line {lines[person.id]}, too; "
                "each student needs one of their own."
            )
            continue
        lines[person.id], rows[person.id] = line, row
        people.append(person)
    if faults:
        more = f"\n… and {len(faults) - 20} more" if len(faults) > 20 else ""
        raise CommandMisused(f"{path} can't be used as it is:\n" + "\n".join(faults[:20]) + more)
    if not people:
        raise CommandMisused(f"{path} lists nobody below its headings.")
    return tuple(people)


def _columns(table: Table, path: Path) -> dict[str, list[int]]:
    """What is in which columns. Raises `CommandMisused` if nothing tells people apart."""
    plain = [re.sub(r"[^a-z]", "", head.casefold()) for head in table.heads]
    found = {
        kind: [plain.index(name) for name in names if name in plain]
        for kind, names in (
            ("id", ID), ("name", NAME), ("first", FIRST), ("last", LAST), ("login", LOGIN),
            ("email", EMAIL), ("section", SECTION),
        )
    }  # fmt: skip
    is_canvas = "student" in plain and ("sisuserid" in plain or "sisloginid" in plain)
    found["number"] = [plain.index("id")] if is_canvas and "id" in plain else []
    if "identifier" in plain and any(
        MOODLE.fullmatch(row[table.heads[plain.index("identifier")]]) for _, row in table.rows
    ):
        found["number"] = [plain.index("identifier")]
        found["id"] = [each for each in found["id"] if plain[each] != "identifier"]
    has_name = bool(found["name"]) and plain[found["name"][0]] != "username"
    # "Student" holds names beside an id, and "User name" logins beside a name.
    if "student" in plain and len(found["id"]) > 1:
        found["id"] = [each for each in found["id"] if plain[each] != "student"]
    if "username" in plain and found["login"] and (has_name or found["first"] or found["last"]):
        found["name"] = [each for each in found["name"] if plain[each] != "username"]
    if not (found["id"] or found["email"] or found["number"]):
        heads = ", ".join(quoted(head) for head in table.heads[:12])
        raise CommandMisused(
            f"{path} has no column for an id or an e-mail address; its headings are {heads}. "
            "Name them id, name, login, email, section."
        )
    return found


def _person(
    row: Mapping[str, str], heads: Sequence[str], columns: Mapping[str, list[int]]
) -> Person:
    def values(kind: str) -> Iterator[str]:
        for index in columns[kind]:
            if text := row[heads[index]].strip():
                yield text

    emails = tuple(dict.fromkeys(values("email")))
    logins = tuple(dict.fromkeys(values("login")))
    first, last = next(values("first"), ""), next(values("last"), "")
    named = next(values("name"), "")
    number = next(values("number"), "")
    moodle = MOODLE.fullmatch(number)
    own = next(values("id"), "")
    others_tell = "" if columns["id"] else next(iter(emails), "") or number
    if own and own == named and not columns["login"]:  # one column is both
        named = named if " " in named else ""
    known = {index for indexes in columns.values() for index in indexes}
    others = {head: row[head] for i, head in enumerate(heads) if i not in known and row[head]}
    return Person(
        id=own or others_tell,
        name=named or " ".join(part for part in (first, last) if part),
        logins=logins,
        emails=emails,
        section=next(values("section"), ""),
        number=(moodle[1] or moodle[2]) if moodle else number,
        others=others,
    )


def _is_no_student(row: Mapping[str, str], heads: Sequence[str]) -> bool:
    """Blank rows, and the rows that Canvas puts above and below its students."""
    first = row[heads[0]].strip()
    if not any(value.strip() for value in row.values()):
        return True
    rest = [row[head].strip() for head in heads[1:4]]
    is_blank = not first and not any(rest)
    return is_blank or first.startswith(CANVAS) or first.casefold() in TEST_STUDENT
