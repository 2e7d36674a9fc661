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
from autograder.gradebook.grade import Answer, Step
from autograder.gradebook.rows import Edit
from autograder.scoring import add_up

Found = tuple[Edit, Reading]


@dataclass(frozen=True)
class Read:
    """A task's points, or None with what it `waits_for`; and what is read so far."""

    points: float | None
    steps: tuple[Step, ...]
    answers: tuple[Answer, ...]
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
    read = [
        (readings[0][0], _answer(task, question, readings[0][1]))
        for question in task.rubric
        if len(readings := found[question.question]) == 1
    ]
    steps, answers = tuple(_step(*each) for each in read), tuple(answer for _, answer in read)
    if waits := _waits(task, found):
        return Read(None, steps, answers, waits)
    return Read(add_up(answer.points for answer in answers), steps, answers)


def _waits(task: Task, found: Mapping[str, Sequence[Found]]) -> str:
    differ = sum(len(readings) > 1 for readings in found.values())
    unread = sum(not readings for readings in found.values())
    many = len(task.rubric)
    parts = [
        f"{_of(unread, many)} not read yet" if unread else "",
        f"graders differ about {differ} of its {many} answers" if differ else "",
    ]
    return ", ".join(filter(None, parts))


def _of(some: int, many: int) -> str:
    if many == 1:
        return "its answer is"
    return f"{some} of its {many} answers {'is' if some == 1 else 'are'}"


def _answer(task: Task, question: Question, reading: Reading) -> Answer:
    return Answer(
        task.name,
        question.question,
        question.points_of(reading.items),
        question.points,
        tuple(question.items[name].words for name in reading.items if name in question.items),
        reading.remark,
    )


def _step(edit: Edit, answer: Answer) -> Step:
    said = " · ".join(filter(None, (*answer.found, answer.remark)))
    return Step(
        f"{answer.task}, {answer.question} {answer.points:g} of {answer.out_of:g}, read by "
        f"{edit.author} on {edit.at[:10]}{': ' if said else ''}{said}"
    )
