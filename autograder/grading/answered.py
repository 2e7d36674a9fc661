"""What came of a call, beside its answer."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.sandbox.inside.witnessed import Witnessed


@dataclass(frozen=True)
class Answered:
    """The result of a call: the answer, and what else is known.

    changed        names of the arguments that the call wrote into
    was_stopped    whether it was interrupted because its time was over
    witnessed      what was observed of it, if it was watched
    holds_objects  whether the answer is, or holds, objects that stay with the student's code
    """

    answer: object = None
    changed: tuple[str, ...] = ()
    was_stopped: bool = False
    witnessed: Witnessed | None = None
    holds_objects: bool = False
