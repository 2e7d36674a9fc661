"""What persons have decided, as far as it holds: an edit that was taken back does not.

What an edit's `value` means:

    POINTS   {"task": "thinking_breaks", "points": 5}; without a task, of the whole assignment
    LOCK     {"points": 17.5, "out_of": 26}: what is shown until the lock is taken back
    MATCH    the claim, as JSON, that is the student
    CHOOSE   the attempt that counts
    TIME     when the student's submission was handed in
    EXTEND   until when the student may hand in: a time, or "3 days" after the deadline
    ACCEPT   the key of a grading
    KEEP     the key of a grading that would have lowered the grade, and so does not count
    UNDO     the key of an edit
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec

from autograder.downloads.people import Claim
from autograder.gradebook.rows import Edit, EditKind

Place = tuple[str, str]  # student, assignment


class SetPoints(msgspec.Struct, frozen=True):
    """What `POINTS` holds."""

    task: str
    points: float


class Locked(msgspec.Struct, frozen=True):
    """What `LOCK` holds."""

    points: float | None
    out_of: float


@dataclass
class InForce:
    """The edits that hold, the latest of each kind and place."""

    points: dict[tuple[str, str, str], tuple[Edit, float]] = field(default_factory=dict)
    locks: dict[Place, tuple[Edit, Locked]] = field(default_factory=dict)
    matches: dict[Claim, Edit] = field(default_factory=dict)
    chosen: dict[Place, Edit] = field(default_factory=dict)
    times: dict[Place, Edit] = field(default_factory=dict)
    extensions: dict[Place, Edit] = field(default_factory=dict)
    accepted: dict[str, Edit] = field(default_factory=dict)
    kept: dict[str, Edit] = field(default_factory=dict)


def in_force(edits: Sequence[Edit]) -> InForce:
    """The edits that hold. `edits` are in the order of their times."""
    holds = InForce()
    for edit in standing(edits):
        place = (edit.student, edit.assignment)
        match edit.kind:
            case EditKind.POINTS:
                value = msgspec.json.decode(edit.value, type=SetPoints)
                holds.points[(*place, value.task)] = (edit, value.points)
            case EditKind.LOCK:
                holds.locks[place] = (edit, msgspec.json.decode(edit.value, type=Locked))
            case EditKind.MATCH:
                holds.matches[msgspec.json.decode(edit.value, type=Claim)] = edit
            case EditKind.CHOOSE:
                holds.chosen[place] = edit
            case EditKind.TIME:
                holds.times[place] = edit
            case EditKind.EXTEND:
                holds.extensions[place] = edit
            case EditKind.ACCEPT:
                holds.accepted[edit.value] = edit
            case EditKind.KEEP:
                holds.kept[edit.value] = edit
    return holds


def standing(edits: Sequence[Edit]) -> list[Edit]:
    """The edits that were not taken back; an `UNDO` can be taken back, too."""
    undone: dict[str, list[str]] = {}
    for edit in edits:
        if edit.kind is EditKind.UNDO:
            undone.setdefault(edit.value, []).append(edit.key)

    # Later keys first: an edit can only name one that was there, but clocks may differ.
    known: dict[str, bool] = {}

    def stands(key: str, above: frozenset[str] = frozenset()) -> bool:
        if key not in known:
            others = [each for each in undone.get(key, ()) if each not in above]
            known[key] = not any(stands(each, above | {key}) for each in others)
        return known[key]

    return [edit for edit in edits if edit.kind is not EditKind.UNDO and stands(edit.key)]
