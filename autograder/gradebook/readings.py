"""The points of a task that persons read, question by question, by its rubric.

They are computed when grades are read: changed points of an item count at once. Where two graders
have not seen each other's reading and differ, somebody has to choose.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from autograder.course.model import Task
from autograder.course.rubric import Question
from autograder.gradebook.edits import InForce, Reading
from autograder.gradebook.grade import Step
from autograder.gradebook.rows import Edit
from autograder.scoring import add_up

Found = tuple[Edit, Reading]


@dataclass(frozen=True)
class Read:
    """A task's points, or None with what it `waits_for`; and a step for each question."""

    points: float | None
    steps: tuple[Step, ...]
    waits_for: str = ""


def of_answer(
    holds: InForce, place: tuple[str, str], task: str, question: str, content: str
) -> list[Found]:
    """The readings of one answer that hold: none, one, or several that differ."""
    found = [
        each
        for each in holds.readings.get((*place, task, question), [])
        if each[1].content == content
    ]
    alike = {(frozenset(reading.items), reading.remark) for _, reading in found}
    return found[-1:] if len(alike) == 1 else found


def of_task(task: Task, holds: InForce, place: tuple[str, str], content: str) -> Read:
    """What was found in one student's answers. `place` is the student and the assignment."""
    found = {
        each.question: of_answer(holds, place, task.name, each.question, content)
        for each in task.rubric
    }
    steps = tuple(
        _step(task, question, readings[0])
        for question in task.rubric
        if len(readings := found[question.question]) == 1
    )
    if waits := _waits(task, found):
        return Read(None, steps, waits)
    points = (question.points_of(found[question.question][0][1].items) for question in task.rubric)
    return Read(add_up(points), steps)


def _waits(task: Task, found: Mapping[str, Sequence[Found]]) -> str:
    differ = sum(len(readings) > 1 for readings in found.values())
    unread = sum(not readings for readings in found.values())
    many = len(task.rubric)
    parts = [
        f"{unread} of its {many} answers are not read yet" if unread else "",
        f"graders differ about {differ} of its {many} answers" if differ else "",
    ]
    return ", ".join(filter(None, parts))


def _step(task: Task, question: Question, found: Found) -> Step:
    edit, reading = found
    earned = question.points_of(reading.items)
    said = [question.items[name].words for name in reading.items if name in question.items]
    said += [reading.remark] if reading.remark else []
    return Step(
        f"{task.name}, {question.question} {earned:g} of {question.points:g}, read by "
        f"{edit.author} on {edit.at[:10]}{': ' if said else ''}{' · '.join(said)}"
    )
