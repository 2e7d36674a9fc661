"""What persons have decided, as far as it holds: an edit that was taken back does not.

What an edit's `value` means:

    POINTS   {"task": "thinking_breaks", "points": 5}; without a task, of the whole assignment
    READ     {"task": …, "question": …, "content": …, "items": […], "remark": …, "replaces": […]}
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
Answer = tuple[str, str, str, str]  # student, assignment, task, question


class SetPoints(msgspec.Struct, frozen=True):
    """What `POINTS` holds."""

    task: str
    points: float


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What `READ` holds: what somebody has found in the answer to one question of a rubric.

    `content` is that of the attempt which was read: another attempt is read anew. `replaces` are
    the keys of the readings that its author has seen: of two who have not seen each other's,
    neither is lost.
    """

    task: str
    question: str
    content: str
    items: tuple[str, ...] = ()
    remark: str = ""
    replaces: tuple[str, ...] = ()


class Locked(msgspec.Struct, frozen=True):
    """What `LOCK` holds."""

    points: float | None
    out_of: float


@dataclass
class InForce:
    """The edits that hold: the latest of each kind and place; of readings, all not replaced."""

    points: dict[tuple[str, str, str], tuple[Edit, float]] = field(default_factory=dict)
    readings: dict[Answer, list[tuple[Edit, Reading]]] = field(default_factory=dict)
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
            case EditKind.READ:
                reading = msgspec.json.decode(edit.value, type=Reading)
                readings = holds.readings.setdefault((*place, reading.task, reading.question), [])
                readings.append((edit, reading))
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
    for answer, readings in holds.readings.items():
        replaced = {key for _, reading in readings for key in reading.replaces}
        holds.readings[answer] = [each for each in readings if each[0].key not in replaced]
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
