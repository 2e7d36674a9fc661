"""Canvas: all files side by side, `<lastfirst>[_LATE]_<user id>_<attachment id>_<name>[-n].<ext>`.

Canvas writes the sortable name in small letters without gaps, and `-1`, `-2` … for a file that was
handed in again under the same name. A text typed into Canvas has no attachment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from autograder.downloads.handed_in import HandedIn, Part
from autograder.downloads.layouts import Found, Wanted, alternatives
from autograder.downloads.people import Claim
from autograder.downloads.tree import Node

SOURCE = "canvas"
FILE = re.compile(
    r"(?P<name>.+?)(?P<late>_LATE)?_(?P<user>\d+)_(?P<attachment>\d+)_(?P<file>.+)", re.DOTALL
)
ANONYMOUS = re.compile(
    r"(?P<name>anon_\w+?)(?P<late>_LATE)?_(?P<attachment>\d+)_(?P<file>.+)", re.DOTALL
)
TYPED = re.compile(r"(?P<name>.+?)(?P<late>_LATE)?_(?P<user>\d+)_(?:text|link)\.html?")
AGAIN = re.compile(r"(?P<stem>.+)-(?P<again>\d{1,3})(?P<ending>(?:\.\w+)*)", re.DOTALL)


@dataclass(frozen=True)
class _File:
    node: Node
    name: str
    user: str
    is_late: bool
    attachment: int
    target: str  # without -n
    again: int


def fits(node: Node) -> bool:
    """Whether at least half of the files in a folder, or several of them, are named so."""
    files = [child for child in node.children() if not child.is_folder]
    named = [child for child in files if _named(child) or TYPED.fullmatch(child.name)]
    return len(named) * 2 >= len(files) > 0 or len(named) > 1


def read(node: Node, wanted: Wanted) -> Found:
    """The submissions in a folder of Canvas."""
    found = Found()
    students: dict[tuple[str, str], list[_File]] = {}
    for child in node.children():
        if file := _named(child):
            students.setdefault((file.user, "" if file.user else file.name), []).append(file)
        elif TYPED.fullmatch(child.name):
            found.leave_out(child, "it is a text typed into Canvas, and no file")
        else:
            found.leave_out(child, "it is not named as Canvas names what was handed in")
    for files in students.values():
        found.handed_in += _of_student(files, wanted)
    return found


def _of_student(files: Sequence[_File], wanted: Wanted) -> Iterator[HandedIn]:
    first = files[0]
    claim = Claim(name=first.name if first.user else "", number=first.user)
    if not first.user:
        claim = Claim(any=first.name)
    for number, those in _attempts(files, wanted):
        for parts in alternatives([Part(each.node, each.target) for each in those], wanted):
            names = [each.node.name for each in those if each.node in [p.node for p in parts]]
            yield HandedIn(
                name=names[0],
                source=SOURCE,
                claims=(claim,),
                parts=_alone(parts, those),
                is_late=any(each.is_late for each in those),
                number=number,
            )


def _alone(parts: tuple[Part, ...], files: Sequence[_File]) -> tuple[Part, ...]:
    """A single file keeps the name that its student gave it."""
    targets = {id(each.node): each.target for each in files}
    return tuple(Part(part.node, part.target or targets[id(part.node)]) for part in parts)


def _attempts(files: Sequence[_File], wanted: Wanted) -> Iterator[tuple[int, list[_File]]]:
    """The student's attempts, each with a number that grows: its latest attachment.

    A file that was handed in twice under one name makes two attempts. Each has the other files as
    they were then.
    """
    versions: dict[str, list[_File]] = {}
    for file in sorted(files, key=lambda each: (each.again, each.attachment)):
        versions.setdefault(file.target, []).append(file)
    most = max(map(len, versions.values()))
    for rank in range(most):
        chosen = [those[max(0, len(those) - most + rank)] for those in versions.values()]
        yield max(each.attachment for each in chosen), chosen


def _named(node: Node) -> _File | None:
    if node.is_folder:
        return None
    match = FILE.fullmatch(node.name) or ANONYMOUS.fullmatch(node.name)
    if match is None:
        return None
    again = AGAIN.fullmatch(match["file"])
    return _File(
        node=node,
        name=match["name"],
        user=match.groupdict().get("user") or "",
        is_late=bool(match["late"]),
        attachment=int(match["attachment"]),
        target=f"{again['stem']}{again['ending']}" if again else match["file"],
        again=int(again["again"]) if again else 0,
    )
