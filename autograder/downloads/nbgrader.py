"""nbgrader: `submitted/<student>/<assignment>/`, with the time in `timestamp.txt`."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from autograder.downloads.handed_in import HandedIn, Part
from autograder.downloads.layouts import Found, Wanted
from autograder.downloads.people import Claim
from autograder.downloads.tree import Node

SOURCE = "nbgrader"
FOLDER, TIME = "submitted", "timestamp.txt"
MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.\d+)?\s*(\S+)?")


def fits(node: Node) -> bool:
    """Whether it is nbgrader's folder, holds it, or is laid out like it."""
    folders = [child for child in node.children() if child.is_folder]
    if any(child.name == FOLDER for child in folders):
        return True
    inner = [inside for child in folders for inside in child.children() if inside.is_folder]
    return bool(inner) and (node.name == FOLDER or any(inside.has(TIME) for inside in inner))


def read(node: Node, wanted: Wanted) -> Found:
    """The submissions in a folder of nbgrader, of all assignments."""
    found = Found()
    inside = next((c for c in node.children() if c.is_folder and c.name == FOLDER), node)
    for student in inside.children():
        if not student.is_folder:
            found.leave_out(student, "it is no folder of a student")
            continue
        assignments = [child for child in student.children() if child.is_folder]
        for assignment in assignments:
            found.handed_in.append(
                HandedIn(
                    name=f"{student.name}/{assignment.name}",
                    source=SOURCE,
                    claims=(Claim(any=student.name),),
                    parts=(Part(assignment),),
                    submitted=_time(assignment),
                    assignment=assignment.name,
                )
            )
        if not assignments:
            found.leave_out(student, "it holds no folder of an assignment")
    return found


def _time(folder: Node) -> datetime | None:
    """The time in `timestamp.txt`, if it names a zone that is known."""
    file = next((child for child in folder.children() if child.name == TIME), None)
    if file is None or file.is_folder:
        return None
    text = b"".join(file.chunks())[:200].decode(errors="replace").strip()
    match = MOMENT.fullmatch(text)
    if match is None or match[3] is None:
        return None
    naive = datetime.fromisoformat(f"{match[1]}T{match[2]}")
    try:
        return naive.replace(tzinfo=ZoneInfo(match[3]))
    except (OSError, ValueError, KeyError):
        pass
    try:
        return datetime.fromisoformat(f"{match[1]}T{match[2]}{match[3]}")
    except ValueError:
        return None
