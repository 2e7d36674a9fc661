"""GitHub Classroom and Classroom 50: clones `<assignment>-<login>`, each a folder with `.git`.

A clone does not say when it was pushed, and the times of commits are the student's own: none is
taken from there.
"""

from __future__ import annotations

from collections.abc import Sequence

from autograder.downloads.handed_in import HandedIn, Part
from autograder.downloads.layouts import Found, Wanted, slug
from autograder.downloads.people import Claim
from autograder.downloads.tree import Node

SOURCE = "github"


def fits(node: Node) -> bool:
    """Whether a clone lies in a folder."""
    return any(child.is_folder and child.has(".git") for child in node.children())


def read(node: Node, wanted: Wanted) -> Found:
    """The submissions in a folder of clones."""
    found = Found()
    folders = [child for child in node.children() if child.is_folder]
    for child in node.children():
        if not child.is_folder:
            found.leave_out(child, "it is no clone")
    prefix = _prefix([folder.name for folder in folders], wanted)
    for folder in folders:
        login = folder.name.removeprefix(prefix)
        claim = Claim(login=login if prefix else "", clone=folder.name)
        found.handed_in.append(HandedIn(folder.name, SOURCE, (claim,), (Part(folder),)))
    return found


def _prefix(names: Sequence[str], wanted: Wanted) -> str:
    """What stands before the logins: the assignment, or what all names have in common."""
    for assignment in map(slug, wanted.assignments):
        if all(name.casefold().startswith(f"{assignment}-") for name in names):
            return names[0][: len(assignment) + 1]
    if len(names) < 2:
        return ""
    least, greatest = min(names), max(names)
    same = next((i for i, c in enumerate(least) if c != greatest[i : i + 1]), len(least))
    return least[: least.rfind("-", 0, same) + 1]
