"""Names that systems and platforms give to a copy of a file, and names that are nearly another."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Mapping

from autograder.submission.entries import last_part
from autograder.submission.givens import is_as_given, words

COPY = r"cop(?:y|ie|ia)|kopie?|kopia"
# "a (1).py", "a-1.py", "a copy 2.py", "a - Kopie (3).py", "a-Copy1.py", "Copy of a.py", "a.py.1"
BEFORE = rf"(?:(?:{COPY})[ _](?:of|von|de|di|van|av)[ _])"
AFTER = rf"(?:[ _-]+\(?(?:{COPY})\)?[ _-]*(?:\(?\d{{1,2}}\)?)?|[ _-]+\(?\d{{1,2}}\)?|\(\d{{1,2}}\))"
NEAR = 0.8  # of two names' letters are the same


def original(path: str, wanted: Collection[str]) -> str:
    """Which of the `wanted` files the name calls a copy; '' if none."""
    name = last_part(path)
    for each in wanted:
        stem, _, ending = each.rpartition(".")
        stem, ending = re.escape(stem), re.escape(ending)
        as_copy = rf"{BEFORE}?{stem}{AFTER}?\.{ending}(?:\.txt|[.~]\d{{1,2}})?"
        if name != each and re.fullmatch(as_copy, name, re.IGNORECASE) and not _is_case(name, each):
            return each
    return ""


def near(path: str, missing: Collection[str]) -> str:
    """Which of the `missing` files may be meant by a name that differs a little; '' if none."""
    name = last_part(path)
    for each in missing:
        stem, _, ending = each.rpartition(".")
        if _is_case(name, each) or name.casefold() in (stem.casefold(), f"{stem}.txt".casefold()):
            return each
        mine, _, its_ending = name.rpartition(".")
        if abs(len(mine) - len(stem)) > 3:
            continue
        pair = difflib.SequenceMatcher(None, mine.casefold(), stem.casefold())
        if its_ending.casefold() == ending.casefold() and pair.ratio() >= NEAR:
            return each
    return ""


def answers(files: Mapping[str, bytes], stubs: Mapping[str, bytes]) -> Mapping[str, list[str]]:
    """File → the copies of it that hold an answer, each answer once, in the folder of the tasks."""
    found: dict[str, dict[bytes, str]] = {}
    for path, data in files.items():
        name = original(path, stubs) if "/" not in path else ""
        if name and not is_as_given(data, stubs[name]):
            found.setdefault(name, {}).setdefault(b" ".join(words(data)), path)
    return {name: list(paths.values()) for name, paths in found.items()}


def _is_case(name: str, other: str) -> bool:
    return name.casefold() == other.casefold()
