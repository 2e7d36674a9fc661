"""The answers of a class to be read: alike ones together, and what graders have found in them.

Nothing is kept here. What was found is read anew from the gradebook for each page, so that several
graders may work in it at the same time; what somebody finds is one row for each student.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from autograder.course.model import Assignment, Course, Task
from autograder.course.rubric import Question
from autograder.downloads.people import Person
from autograder.errors import CourseError
from autograder.gradebook import readings, store
from autograder.gradebook.database import Database
from autograder.gradebook.edits import InForce, Reading, in_force
from autograder.gradebook.grade import Grade
from autograder.gradebook.grades import book_of
from autograder.gradebook.rows import Edit, EditKind, now
from autograder.grading import recording
from autograder.review.answers import answers, fingerprint
from autograder.template.stubs import as_given

REASON = "read in `review`"


@dataclass(frozen=True)
class Paper:
    """An answer, and everybody who gave it: (person, content of the attempt)."""

    key: str
    text: str
    students: tuple[tuple[Person, str], ...]


@dataclass(frozen=True)
class Opinion:
    """What one grader has found. `keys` are its rows, one for each student."""

    items: frozenset[str]
    remark: str
    author: str
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Pile:
    """All papers of one question, in an order that differs from question to question.

    `opinions` are those of each paper: one if it was read, several if graders differ. `unread` are
    the keys of papers of which nobody has read some student's copy. `unseen` counts the students
    whose files the gradebook has not kept.
    """

    assignment: Assignment
    task: Task
    number: int
    papers: tuple[Paper, ...]
    opinions: Mapping[str, tuple[Opinion, ...]]
    unread: frozenset[str]
    unseen: int = 0

    @property
    def question(self) -> Question:
        """What was asked."""
        return self.task.rubric[self.number]

    @property
    def open(self) -> tuple[Paper, ...]:
        """The papers that wait for somebody: not read, or read differently."""
        return tuple(each for each in self.papers if self.is_open(each))

    def is_open(self, paper: Paper) -> bool:
        """Whether it waits for somebody."""
        return paper.key in self.unread or len(self.opinions[paper.key]) > 1

    def paper(self, key: str) -> Paper | None:
        """The paper with this key."""
        return next((each for each in self.papers if each.key == key), None)

    def after(self, paper: Paper | None, *, only_open: bool) -> Paper | None:
        """The next paper, from the first again after the last; None if there is none but this."""
        start = self.papers.index(paper) + 1 if paper else 0
        order = self.papers[start:] + self.papers[:start]
        return next(
            (p for p in order if p != paper and (not only_open or self.is_open(p))),
            None,
        )


class SomebodyElse(Exception):
    """Another grader has read the paper meanwhile: `opinions` are what holds now."""

    def __init__(self, opinions: Sequence[Opinion]) -> None:
        super().__init__()
        self.opinions = tuple(opinions)


@dataclass
class Desk:
    """A course's answers in words, in one gradebook, as one grader reads them."""

    course: Course
    database: Database
    author: str
    _files: dict[str, Mapping[str, bytes] | None] = field(default_factory=dict)

    def questions(self) -> list[tuple[Assignment, Task]]:
        """The tasks that have a rubric."""
        return [pair for pair in self.course.tasks() if pair[1].rubric]

    def pile(self, assignment: Assignment, task: Task, number: int) -> Pile:
        """The papers of one question. Raises `CourseError` if there is no such question."""
        if not 0 <= number < len(task.rubric):
            raise CourseError(f"task {task.name!r} has no question {number + 1} in its rubric.")
        return self.piles(assignment, task)[number]

    def piles(self, assignment: Assignment, task: Task) -> list[Pile]:
        """The papers of each question of a task."""
        rows = store.read(self.database)
        book = book_of(
            rows, list(self.course.assignments.values()), slip_days=self.course.slip_days
        )
        holds = in_force(rows.edits)
        given = as_given(self.course, assignment)[task.file].decode()
        found: list[dict[str, list[tuple[Person, str]]]] = [{} for _ in task.rubric]
        texts: dict[str, str] = {}
        unseen = 0
        for grade in book.in_assignment(assignment.name):
            if grade.attempt is None or grade.grading is None:
                continue
            files = self._files_of(grade)
            unseen += files is None
            if not files or task.file not in files:
                continue
            own = answers(task, files[task.file].decode(errors="replace"), given)
            for question, papers in zip(task.rubric, found, strict=True):
                text = own[question.question]
                key = fingerprint(text)
                texts.setdefault(key, text)
                papers.setdefault(key, []).append((grade.student, grade.attempt.content))
        return [
            _pile(assignment, task, number, papers, texts, holds, unseen)
            for number, papers in enumerate(found)
        ]

    def save(self, pile: Pile, paper: Paper, items: Sequence[str], remark: str,
             seen: Sequence[str]) -> None:  # fmt: skip
        """Note what was found in a paper, for everybody who gave this answer.

        `seen` are the keys of the opinions that the grader was shown. Raises `SomebodyElse` if
        there are others by now: nothing is noted then.
        """
        database, question = self.database, pile.question
        with database.together():
            holds = in_force(store.read(database).edits)
            opinions, _ = _opinions(holds, pile.assignment, pile.task, question, paper)
            keys = {key for each in opinions for key in each.keys}
            if keys - set(seen):
                raise SomebodyElse(opinions)
            for person, content in paper.students:
                place = (person.id, pile.assignment.name)
                old = readings.of_answer(holds, place, pile.task.name, question.question, content)
                all_old = holds.readings.get((*place, pile.task.name, question.question), [])
                reading = Reading(
                    task=pile.task.name,
                    question=question.question,
                    content=content,
                    items=tuple(name for name in question.items if name in items),
                    remark=remark,
                    replaces=tuple(edit.key for edit, its in all_old if its.content == content),
                )
                if len(old) == 1 and _same(old[0][1], reading):
                    continue
                edit = Edit(
                    at=now(),
                    author=self.author,
                    reason=REASON,
                    assignment=pile.assignment.name,
                    student=person.id,
                    kind=EditKind.READ,
                    value=msgspec.json.encode(reading).decode(),
                )
                store.add_edit(database, edit)

    def _files_of(self, grade: Grade) -> Mapping[str, bytes] | None:
        """What was handed in, if the gradebook has kept it."""
        assert grade.grading is not None  # noqa: S101 - the caller has looked
        key = grade.grading.key
        if key not in self._files:
            recorded = recording.opened(store.recording_of(self.database, key))
            submission = recorded.handed_in() if recorded else None
            self._files[key] = submission.files if submission else None
        return self._files[key]


def _same(one: Reading, other: Reading) -> bool:
    return (set(one.items), one.remark) == (set(other.items), other.remark)


def _pile(
    assignment: Assignment,
    task: Task,
    number: int,
    found: Mapping[str, list[tuple[Person, str]]],
    texts: Mapping[str, str],
    holds: InForce,
    unseen: int,
) -> Pile:
    def place(key: str) -> str:
        mixed = f"{assignment.name}\0{task.name}\0{number}\0{key}"
        return hashlib.sha256(mixed.encode()).hexdigest()

    papers = [Paper(key, texts[key], tuple(who)) for key, who in found.items()]
    opinions, unread = {}, set()
    for paper in papers:
        those, is_unread = _opinions(holds, assignment, task, task.rubric[number], paper)
        opinions[paper.key] = tuple(those)
        unread |= {paper.key} if is_unread else set()
    papers.sort(key=lambda paper: place(paper.key))
    return Pile(assignment, task, number, tuple(papers), opinions, frozenset(unread), unseen)


def _opinions(
    holds: InForce, assignment: Assignment, task: Task, question: Question, paper: Paper
) -> tuple[list[Opinion], bool]:
    """What graders have found in a paper, and whether an answer in it was read by nobody."""
    found: dict[tuple[frozenset[str], str], tuple[str, list[str]]] = {}
    is_unread = False
    for person, content in paper.students:
        place = (person.id, assignment.name)
        those = readings.of_answer(holds, place, task.name, question.question, content)
        is_unread |= not those
        for edit, reading in those:
            what = (frozenset(reading.items), reading.remark)
            found.setdefault(what, (edit.author, []))[1].append(edit.key)
    opinions = [
        Opinion(items, remark, author, tuple(keys))
        for (items, remark), (author, keys) in found.items()
    ]
    return opinions, is_unread
