"""Folders, zips, notebooks and loose files that are named after people."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import PurePath

from autograder.downloads.handed_in import HandedIn, Part
from autograder.downloads.layouts import Found, Wanted, of_folder, slug
from autograder.downloads.people import Claim
from autograder.downloads.tree import Kind, Node

SOURCE = "folders"
COPY = re.compile(r"(?P<stem>.+?) ?\((?P<number>\d{1,2})\)")
MAX_WRAPPERS = 4


def read(node: Node, wanted: Wanted) -> Found:
    """The submissions in a folder."""
    found = Found()
    loose: dict[str, list[Part]] = {}
    for child in node.children():
        if child.is_folder or child.is_zip or child.name.lower().endswith(".ipynb"):
            found.handed_in += alone(child, wanted)
        elif owned := _owner(child.name, wanted.files):
            loose.setdefault(owned[0], []).append(Part(child, owned[1]))
        elif child.kind is not Kind.FILE:
            found.handed_in += alone(child, wanted)
        else:
            found.leave_out(child, "it is no submission, and its name is no task's with a person's")
    for person, parts in loose.items():
        claim = Claim(any=_person(person, wanted))
        found.handed_in.append(HandedIn(person, SOURCE, (claim,), tuple(parts)))
    return found


def alone(node: Node, wanted: Wanted) -> list[HandedIn]:
    """A submission that is named after its student."""
    name = node.name if node.is_folder else PurePath(node.name).stem
    number = 0
    if copy := COPY.fullmatch(name):
        name, number = copy["stem"], int(copy["number"])
    claim = Claim(any=_person(name, wanted))
    if not node.is_folder:
        return [HandedIn(node.name, SOURCE, (claim,), (_as_itself(node),), number=number)]
    return [
        HandedIn(node.name, SOURCE, (claim,), parts, number=number)
        for parts in of_folder(node, wanted)
    ]


def is_submission(node: Node, wanted: Wanted) -> bool:
    """Whether a folder (or a zip) is itself what one student has handed in.

    It is if it holds files of tasks, or a folder with them that is named after the assignment or
    after nobody of the roster, while it is named after somebody.
    """
    if any(not child.is_folder and child.name in wanted.files for child in node.children()):
        return True
    inner = node.children()
    for _ in range(MAX_WRAPPERS):
        if len(inner) != 1 or not inner[0].is_folder:
            return False
        [wrapper] = inner
        inner = wrapper.children()
        if any(not child.is_folder and child.name in wanted.files for child in inner):
            is_assignment = slug(wrapper.name) in {slug(name) for name in wanted.assignments}
            own = _person(PurePath(node.name).stem, wanted)
            return is_assignment or (wanted.is_known(own) and not wanted.is_known(wrapper.name))
    return False


def _as_itself(node: Node) -> Part:
    """On disk, it is graded where it lies; from a zip, it needs a name."""
    return Part(node) if node.path else Part(node, node.name)


def _owner(name: str, files: Collection[str]) -> tuple[str, str] | None:
    """Whose file that is, and which: 'ada_pooling.py' → ('ada', 'pooling.py')."""
    for file in sorted(files, key=len, reverse=True):
        stem, dot, ending = file.rpartition(".")
        if match := re.fullmatch(rf"(.+?)[ _.-]+{re.escape(file)}", name, re.IGNORECASE):
            return match[1], file
        pattern = rf"{re.escape(stem)}[ _.-]+(.+){re.escape(dot + ending)}"
        if match := re.fullmatch(pattern, name, re.IGNORECASE):
            return match[1], file
    return None


def _person(text: str, wanted: Wanted) -> str:
    """The text without the assignment's name before or after it."""
    if wanted.is_known(text):
        return text
    for assignment in wanted.assignments:
        words = re.escape(assignment).replace("_", "[ _-]")
        for pattern in (rf"{words}[ _-]+(.+)", rf"(.+?)[ _-]+{words}"):
            if match := re.fullmatch(pattern, text, re.IGNORECASE):
                return match[1]
    return text
