"""The mistakes of a class by their cause: who made each, on which call, and what to teach."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from autograder.course.model import Assignment
from autograder.exporters.wording import mistake_in_words, parted
from autograder.pages.answers import Answers
from autograder.pages.class_records import Record
from autograder.pages.grids import Picture, picture
from autograder.pages.sources import function_in, to_write
from autograder.results import CheckResult, TaskResult

SHOWN_CODES = 2
FilesOf = Callable[[str], Mapping[str, bytes]]
StubOf = Callable[[str], str]


class Kind(StrEnum):
    """How a cause was found."""

    KNOWN = "known mistake"
    AS_IF = "as if"
    PROPERTY = "property"
    GROUP = "same wrong numbers"  # or one student alone, whom nothing explains


@dataclass(frozen=True)
class Who:
    """A student, as a class page shows one."""

    id: str
    name: str
    section: str


@dataclass(frozen=True)
class Code:
    """One student's function."""

    who: str
    text: str


@dataclass(frozen=True)
class Cause:
    """One cause of lost points.

    `name` is that of the misconception, or of a group without one; `words` say it to people; `lost`
    are points, of all students together; `teach` are the sentences of the checks that it fails,
    most often first.
    """

    kind: Kind
    name: str
    words: str
    task: str
    function: str
    sentence: str
    who: tuple[Who, ...]
    lost: float
    call: str
    picture: Picture | None
    codes: tuple[Code, ...]
    teach: tuple[str, ...]

    @property
    def title(self) -> str:
        """The name in words."""
        if self.kind is Kind.GROUP:
            return f"{self.function or self.task}: no mistake is known for this"
        return self.words

    @property
    def label(self) -> str:
        """The kind in words: one student alone shares nothing."""
        is_alone = self.kind is Kind.GROUP and len(self.who) == 1
        return "unexplained" if is_alone else str(self.kind)


@dataclass(frozen=True)
class _Sign:
    """One failed check of one student, by which a cause shows."""

    record: Record
    task: TaskResult
    check: CheckResult


def causes_of(
    records: Sequence[Record],
    answers: Mapping[str, Answers],
    assignment: Assignment,
    files_of: FilesOf,
    stub_of: StubOf,
) -> tuple[Cause, ...]:
    """All causes, those of most students first. `files_of` gives a student's files, `stub_of` what
    students start from in a task.
    """
    signs: dict[tuple[Kind, str, str], list[_Sign]] = defaultdict(list)
    for record in records:
        for task, check in record.checks():
            if check.status.costs_points:
                for name in check.mistakes:
                    signs[_kind(name), name, task.task].append(_Sign(record, task, check))
    for (task_name, signature), students in _groups(answers).items():
        name = group_name(task_name, signature)
        for record in records:
            if record.student in students:
                signs[Kind.GROUP, name, task_name] += _unexplained(record, task_name)
    causes = [
        _cause(kind, name, task, those, assignment, files_of, stub_of)
        for (kind, name, task), those in signs.items()
        if those
    ]
    return tuple(sorted(causes, key=lambda cause: (-len(cause.who), -cause.lost, cause.name)))


def group_name(task: str, signature: frozenset[tuple[str, bytes, bytes]]) -> str:
    """A name for those who give the same wrong answers; the same whenever it is made."""
    digest = hashlib.blake2b(digest_size=3)
    for case, call, answer in sorted(signature):
        digest.update(case.encode() + call + answer)
    return f"{task}-{digest.hexdigest()}"


def _groups(
    answers: Mapping[str, Answers],
) -> dict[tuple[str, frozenset[tuple[str, bytes, bytes]]], set[str]]:
    """(task, wrong answers) → students, of all wrong answers that nothing explains."""
    groups: dict[tuple[str, frozenset[tuple[str, bytes, bytes]]], set[str]] = defaultdict(set)
    for student, its in answers.items():
        for task, signature in its.unexplained.items():
            groups[task, signature].add(student)
    return groups


def _unexplained(record: Record, task_name: str) -> Iterator[_Sign]:
    for task, check in record.checks():
        if task.task == task_name and check.status.costs_points and not check.mistakes:
            yield _Sign(record, task, check)


def _kind(name: str) -> Kind:
    if ":fails_unless:" in name:
        return Kind.PROPERTY
    return Kind.AS_IF if ":" in name else Kind.KNOWN


def _cause(
    kind: Kind,
    name: str,
    task: str,
    signs: Sequence[_Sign],
    assignment: Assignment,
    files_of: FilesOf,
    stub_of: StubOf,
) -> Cause:
    # A check that only this fails says it best.
    clearest = min(signs, key=lambda sign: (len(sign.check.mistakes), len(sign.check.diagnosis)))
    students = {sign.record.student: sign.record for sign in signs}
    example = _example(signs)
    called = example.example.function if example else _function(clearest.check.call)
    function = to_write(stub_of(task), called)
    titles: dict[str, int] = defaultdict(int)
    for sign in signs:
        titles[sign.check.title] += 1
    file = assignment.task(task).file
    codes = _codes(students, file, function, files_of)
    return Cause(
        kind=kind,
        name=name,
        words=mistake_in_words(name, clearest.check),
        task=task,
        function=function,
        sentence=parted(clearest.check.diagnosis)[1] or clearest.check.message,
        who=tuple(_who(record) for record in students.values()),
        lost=round(sum(sign.check.points - sign.check.score for sign in signs), 2),
        call=next((sign.check.call for sign in signs if sign.check.call), ""),
        picture=example,
        codes=codes,
        teach=tuple(sorted(titles, key=lambda title: -titles[title]))[:3],
    )


def _example(signs: Sequence[_Sign]) -> Picture | None:
    for sign in signs:
        for example in sign.task.examples:
            if sign.check.check in example.checks:
                return picture(example)
    return None


def _function(call: str) -> str:
    return call.partition("(")[0]


def _codes(
    students: Mapping[str, Record], file: str, function: str, files_of: FilesOf
) -> tuple[Code, ...]:
    """The shortest of the first few students' code: they are the easiest to compare."""
    found: list[Code] = []
    for student, record in list(students.items())[: 4 * SHOWN_CODES]:
        text = function_in(files_of(student), file, function)
        if text and text not in [each.text for each in found]:
            found.append(Code(record.name, text))
    return tuple(sorted(found, key=lambda code: len(code.text))[:SHOWN_CODES])


def _who(record: Record) -> Who:
    person = record.grade.student
    return Who(person.id, record.name, person.section)
