"""Moodle: a folder for each student, `<Full Name>_<participant>_assignsubmission_file_`.

Without "Download submissions in folders", it is the beginning of each file's name. What was typed
into Moodle lies in `…_onlinetext_`: nobody's submission. The participant's number is another one in
each assignment.
"""

from __future__ import annotations

import re

from autograder.downloads.handed_in import HandedIn, Part
from autograder.downloads.layouts import Found, Wanted, alternatives, of_folder
from autograder.downloads.people import Claim
from autograder.downloads.tree import Node

SOURCE = "moodle"
NAME = re.compile(
    r"(?P<name>.+)_(?P<participant>\d+)_assignsubmission_(?P<kind>[a-z]+)(?:_(?P<file>.*))?",
    re.DOTALL,
)
BLIND = re.compile(r"(?P<participant>\d+)_assignsubmission_(?P<kind>[a-z]+)(?:_(?P<file>.*))?")


def fits(node: Node) -> bool:
    """Whether something in a folder is named so."""
    return any(_match(child.name) for child in node.children())


def read(node: Node, wanted: Wanted) -> Found:
    """The submissions in a folder of Moodle."""
    found = Found()
    flat: dict[tuple[str, str], list[Node]] = {}
    for child in node.children():
        match = _match(child.name)
        if match is None:
            found.leave_out(child, "it is not named as Moodle names what was handed in")
        elif match["kind"] != "file":
            found.leave_out(child, "it was typed into Moodle, and is no file")
        elif child.is_folder:
            claim = _claim(match)
            for parts in of_folder(child, wanted):
                found.handed_in.append(HandedIn(child.name, SOURCE, (claim,), parts))
        else:
            flat.setdefault((match.groupdict().get("name") or "", match["participant"]), []).append(
                child
            )
    for files in flat.values():
        first = _match(files[0].name)
        assert first is not None  # noqa: S101 - they were sorted by it
        loose = [Part(file, _rest(file.name)) for file in files]
        for parts in alternatives(loose, wanted):
            named = tuple(Part(part.node, part.target or _rest(part.node.name)) for part in parts)
            name = parts[0].node.name
            found.handed_in.append(HandedIn(name, SOURCE, (_claim(first),), named))
    return found


def _match(name: str) -> re.Match[str] | None:
    return NAME.fullmatch(name) or BLIND.fullmatch(name)


def _claim(match: re.Match[str]) -> Claim:
    """Where names are hidden, the name is "Participant 123"."""
    name = match.groupdict().get("name") or ""
    is_hidden = name.casefold().endswith(match["participant"])
    return Claim(name="" if is_hidden else name, number=match["participant"])


def _rest(name: str) -> str:
    match = _match(name)
    return (match["file"] if match else "") or name
