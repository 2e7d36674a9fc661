"""What all layouts of downloads share: what a reader of one is given and gives, and loose files."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field

from autograder.downloads.handed_in import HandedIn, Part
from autograder.downloads.tree import Node
from autograder.submission import copies
from autograder.text.legible import quoted


@dataclass(frozen=True)
class Wanted:
    """What is looked for: the names of tasks' files, and of assignments.

    `is_known` tells whether the roster has somebody of this name, id, login or e-mail address.
    """

    files: Collection[str]
    assignments: Collection[str]
    is_known: Callable[[str], bool] = lambda text: False
    has_roster: bool = False

    def is_file(self, name: str) -> bool:
        """Whether a file may hold an answer."""
        is_code = name.lower().endswith((".py", ".ipynb"))
        return name in self.files or is_code or bool(copies.original(name, self.files))


@dataclass
class Found:
    """What a download holds, and what was left out of it: a sentence each."""

    handed_in: list[HandedIn] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def leave_out(self, node: Node, why: str) -> None:
        """Tell that something is no submission."""
        self.left_out.append(f"{quoted(node.name)} is left out: {why}.")


def alternatives(files: Sequence[Part], wanted: Wanted) -> list[tuple[Part, ...]]:
    """What of some files is one submission. More than one: nobody says which of them counts.

    Files that may hold answers belong together; each zip is a submission of its own.
    """
    zips = [part for part in files if part.node.is_zip]
    others = tuple(part for part in files if not part.node.is_zip)
    found: list[tuple[Part, ...]] = [(Part(part.node),) for part in zips]
    if not zips or any(wanted.is_file(name) for part in others for name in _names(part)):
        found.append(others)
    return found


def of_folder(node: Node, wanted: Wanted) -> list[tuple[Part, ...]]:
    """The same, of all that a folder holds: itself, where no zip lies in it."""
    children = node.children()
    if any(child.is_zip for child in children):
        return alternatives([Part(child, child.name) for child in children], wanted)
    return [(Part(node),)]


def slug(text: str) -> str:
    """Small letters and digits, with hyphens between: how platforms write names in addresses."""
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")


def _names(part: Part) -> Iterator[str]:
    """The names of all files of a part."""
    waiting = [(part.node, part.target or part.node.name)]
    while waiting:
        node, name = waiting.pop()
        if node.is_folder:
            waiting += [(child, child.name) for child in node.children()]
        else:
            yield name
