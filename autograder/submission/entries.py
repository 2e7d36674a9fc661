"""What may stand in a submission: the same rules of names for folders and for zips."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from autograder.errors import SubmissionRefused
from autograder.text.legible import quoted

# Files and folders, ignored ones too: a class's zips must not fill our memory with names alone.
MAX_ENTRIES = 10_000
MAX_NAME = 200
MAX_DEPTH = 12
TOO_MANY = (
    f"The submission has more than {MAX_ENTRIES} entries. Hand in only what belongs to the tasks."
)

# What systems, editors and tools leave behind; so is every name that starts with a dot.
LEFT_BEHIND = {"__macosx", "__pycache__", "desktop.ini", "icon\r", "thumbs.db", "venv"}
LEFT_BEHIND |= {"node_modules", "site-packages"}
ENVIRONMENT = {"pyvenv.cfg", "conda-meta"}  # such a folder holds one of these
WRITTEN = (".py", ".ipynb", ".md")
DRIVE = re.compile(r"[A-Za-z]:")


@dataclass(frozen=True)
class Entry:
    """A file that was handed in and is still to be read. `size` (bytes) is only what it claims.

    `is_guessed`: the name may be wrong, since the zip does not say in which code page it is.
    """

    path: str
    size: int
    chunks: Callable[[], Iterator[bytes]]
    is_guessed: bool = False


def parts_of(name: str) -> tuple[str, ...]:
    """The folders and the file in `name`. Raises `SubmissionRefused` if they lead outside.

    Zips made on Windows may have backslashes between the parts.
    """
    path = name.replace("\\", "/")
    parts = tuple(part for part in path.split("/") if part not in ("", "."))
    if path.startswith("/") or DRIVE.match(path) or ".." in parts:
        raise SubmissionRefused(
            f"{quoted(name)} leads out of the submission's folder. "
            "Names have to be relative and without '..'; make the zip again from the folder."
        )
    return parts


def is_left_behind(parts: Sequence[str]) -> bool:
    """Whether a tool left it behind: `.git`, `__MACOSX`, `._vowels.py`, `Thumbs.db` …?"""
    return any(
        part.startswith(".") or part.endswith(".pyc") or part.casefold() in LEFT_BEHIND
        for part in parts
    )


def is_environment(names: Iterable[str]) -> bool:
    """Whether these lie in a folder of installed packages."""
    inside = set(names)
    return bool(inside & ENVIRONMENT) and not any(name.endswith(WRITTEN) for name in inside)


def outside_environments(paths: Sequence[Sequence[str]]) -> list[bool]:
    """For each path, given as its parts, whether it lies outside of installed packages."""
    inside: dict[tuple[str, ...], set[str]] = {}
    for parts in paths:
        for depth, name in enumerate(parts[: MAX_DEPTH + 1]):
            if depth:
                inside.setdefault(tuple(parts[:depth]), set()).add(name)
    found = {folder for folder, names in inside.items() if is_environment(names)}
    return [
        not any(tuple(parts[:depth]) in found for depth in range(1, min(len(parts), MAX_DEPTH + 1)))
        for parts in paths
    ]


def path_of(parts: Sequence[str]) -> str:
    """The parts as one path. Raises `SubmissionRefused` if some system can't hold such a name.

    A Mac writes "ö" as "o" and two dots. Python looks for a module by the one letter.
    """
    path = unicodedata.normalize("NFC", "/".join(parts))
    if len(path) > MAX_NAME:
        raise SubmissionRefused(
            f"{quoted(path)} is a name of {len(path)} characters; at most {MAX_NAME} are possible."
        )
    if len(parts) > MAX_DEPTH:
        raise SubmissionRefused(
            f"{quoted(path)} lies {len(parts)} levels deep; at most {MAX_DEPTH} are possible."
        )
    # Control characters, halves of characters, and line separators.
    if any(unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} for character in path):
        raise SubmissionRefused(
            f"{quoted(path)} has characters in its name that are no text. Rename the file."
        )
    return path


def last_part(path: str) -> str:
    """The name of the file, without its folders."""
    return path.rpartition("/")[2]


def same_elsewhere(path: str) -> str:
    """A key that is equal for names that some systems take for one: Ä and a + ̈, A and a."""
    decomposed = unicodedata.normalize("NFD", path).casefold()
    return unicodedata.normalize("NFC", decomposed)
