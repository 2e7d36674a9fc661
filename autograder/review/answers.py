"""The answers in a file: what stands below the heading of each question."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping

from autograder.course.model import Task

COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
FENCE = re.compile(r"^\s*(```|~~~)")


def answers(task: Task, handed_in: str, given: str) -> Mapping[str, str]:
    """Question → the answer, '' if there is none.

    `given` is the file that students start from: what it says itself is no part of an answer. If
    the student has changed a question's heading, the answer to it is the whole file.
    """
    headings = {_plain(each.question) for each in task.rubric}
    below, whole = _below(handed_in, headings), handed_in.splitlines()
    known = {line for line in given.splitlines() if line.strip()}
    found = {}
    for question in task.rubric:
        lines = [line for line in below.get(_plain(question.question), whole) if line not in known]
        found[question.question] = COMMENT.sub("", "\n".join(lines)).strip()
    return found


def fingerprint(answer: str) -> str:
    """The same for answers that differ in space and line breaks only."""
    return hashlib.sha256(" ".join(answer.split()).encode()).hexdigest()[:16]


def _below(text: str, headings: Collection[str]) -> Mapping[str, list[str]]:
    """Heading → the lines below it, up to the next one of `headings`."""
    found: dict[str, list[str]] = {}
    heading, is_code = "", False
    for line in text.splitlines():
        is_code ^= FENCE.match(line) is not None
        name = _plain(line.lstrip("#")) if line.startswith("#") and not is_code else ""
        if name in headings:
            heading = name
            found.setdefault(heading, [])
        elif heading:
            found[heading].append(line)
    return found


def _plain(heading: str) -> str:
    return " ".join(heading.split()).casefold()
