"""Who sits a task's checks: the student's code, or the recording of what it answered."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from autograder.grading.student import Answers
from autograder.sandbox.limits import Spent

DURATION = re.compile(r"\d+ s\b")


@dataclass
class Sitting:
    """Who answers a task's checks. `begin` is called before each case, with the seed for the
    student's generators; `output` gives all that was printed, and `loading_output` what of it the
    import of the module has printed, None before it. `spent` gives the time that its answers have
    taken. The code `may_keep` something from call to call. `shared` is shared by the cases.
    """

    answers: Answers
    begin: Callable[[int], None]
    output: Callable[[], str] = str
    loading_output: Callable[[], str | None] = str
    spent: Callable[[], Spent] = Spent
    may_keep: bool = False
    shared: dict[str, Any] = field(default_factory=dict)


def with_their_durations(notes: Sequence[str], recorded: Sequence[str]) -> list[str]:
    """The notes; one that differs from a recorded one only in seconds is that one."""
    known = {DURATION.sub("", note): note for note in recorded}
    return [_like(note, known.get(DURATION.sub("", note), note)) for note in notes]


def _like(note: str, text: str) -> str:
    """The text, as a sentence of the same kind: students may read it, or only staff."""
    return type(note)(text)
