"""The mistakes of a class by their cause: who made each, on which call, and what to teach."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from autograder.course.model import Assignment
from autograder.exporters.wording import mistake_in_words, parted
from autograder.pages.answers import Answers, Unexplained
from autograder.pages.class_records import Record
from autograder.pages.grids import Picture, picture
from autograder.pages.sources import defines, function_in, to_write
from autograder.results import CheckResult, TaskResult
from autograder.text.calls import asked_in

SHOWN_CODES = 2
Signature = frozenset[tuple[str, bytes, bytes]]


@dataclass(frozen=True)
class Sources:
    """Where code is read: a student's files, what students start from in a task, its solution."""

    files_of: Callable[[str], Mapping[str, bytes]]
    stub_of: Callable[[str], str]
    solution_of: Callable[[str], str]


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

    `name` is that of the misconception, or of a group without one; `words` say it to people;
    `function` is the function or class that is wrong; `lost` are points, of all students together;
    `teach` are the sentences of the checks that it fails, most often first; `can_be_named` tells
    that `autograder name` begins a sentence for it.
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
    can_be_named: bool = False

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
    """One failed check of one student, by which a cause shows; where it ended, and in what."""

    record: Record
    task: TaskResult
    check: CheckResult
    call: str
    function: str


def causes_of(
    records: Sequence[Record],
    answers: Mapping[str, Answers],
    assignment: Assignment,
    sources: Sources,
) -> tuple[Cause, ...]:
    """All causes, those of most students first."""
    signs: dict[tuple[Kind, str, str], list[_Sign]] = defaultdict(list)
    for record in records:
        for task, check in record.checks():
            if check.status.costs_points:
                for name in check.mistakes:
                    sign = _Sign(record, task, check, check.call, _function(name, check))
                    signs[_kind(name), name, task.task].append(sign)
    for record in records:
        its = answers.get(record.student, Answers())
        for (task_name, function), own in _by_what_is_written(its, sources).items():
            name = group_name(task_name, own.answers)
            those = _unexplained(record, task_name, function, own, sources)
            signs[Kind.GROUP, name, task_name] += those
    causes = [
        _cause(kind, name, task, those, assignment, sources)
        for (kind, name, task), those in signs.items()
        if those
    ]
    return tuple(sorted(causes, key=lambda cause: (-len(cause.who), -cause.lost, cause.name)))


def group_name(task: str, signature: Signature) -> str:
    """A name for those who give the same wrong answers; the same whenever it is made."""
    digest = hashlib.blake2b(digest_size=3)
    for case, call, answer in sorted(signature):
        digest.update(case.encode() + call + answer)
    return f"{task}-{digest.hexdigest()}"


def _by_what_is_written(its: Answers, sources: Sources) -> Mapping[tuple[str, str], Unexplained]:
    """What nothing explains, by the task and the function or class that its student writes."""
    found: dict[tuple[str, str], Unexplained] = {}
    for (task, called), own in its.unexplained.items():
        place = task, to_write(sources.stub_of(task), called)
        found[place] = found[place].and_(own) if place in found else own
    return found


def _unexplained(
    record: Record, task_name: str, function: str, own: Unexplained, sources: Sources
) -> Iterator[_Sign]:
    """The checks that fail because of this function, of which no mistake is known."""
    for task, check in record.checks():
        if task.task != task_name or not check.status.costs_points or check.mistakes:
            continue
        if check.check in own.checks:
            yield _Sign(record, task, check, own.checks[check.check].call, function)
        elif to_write(sources.stub_of(task_name), _asked(check)) == function:
            yield _Sign(record, task, check, check.call, function)


def _asked(check: CheckResult) -> str:
    return check.function or asked_in(check.call)


def _function(name: str, check: CheckResult) -> str:
    """The function that a mistake is of: some are named after it."""
    function, is_named, _ = name.partition(":")
    return function if is_named else _asked(check)


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
    sources: Sources,
) -> Cause:
    # A check that only this fails says it best.
    clearest = min(signs, key=lambda sign: (len(sign.check.mistakes), len(sign.check.diagnosis)))
    students = {sign.record.student: sign.record for sign in signs}
    stub = sources.stub_of(task)
    function = to_write(stub, clearest.function)
    example = _example(signs, function, stub)
    if not function and example is not None:
        function = to_write(stub, example.example.function)
    titles: dict[str, int] = defaultdict(int)
    for sign in signs:
        titles[sign.check.title] += 1
    file = assignment.task(task).file
    codes = _codes(students, file, function, sources)
    return Cause(
        kind=kind,
        name=name,
        words=mistake_in_words(name, clearest.check),
        task=task,
        function=function,
        sentence=parted(clearest.check.diagnosis)[1] or clearest.check.message,
        who=tuple(_who(record) for record in students.values()),
        lost=round(sum(sign.check.points - sign.check.score for sign in signs), 2),
        call=next((sign.call for sign in signs if sign.call), ""),
        picture=example,
        codes=codes,
        teach=tuple(sorted(titles, key=lambda title: -titles[title]))[:3],
        can_be_named=kind is Kind.GROUP and defines(sources.solution_of(task), function),
    )


def _example(signs: Sequence[_Sign], function: str, stub: str) -> Picture | None:
    """A small call of the function, or, where none is known, of any that these checks fail in."""
    for sign in signs:
        for example in sign.task.examples:
            is_of_it = not function or to_write(stub, example.function) == function
            if sign.check.check in example.checks and is_of_it:
                return picture(example)
    return None


def _codes(
    students: Mapping[str, Record], file: str, function: str, sources: Sources
) -> tuple[Code, ...]:
    """The shortest of the first few students' code: they are the easiest to compare."""
    found: list[Code] = []
    for student, record in list(students.items())[: 4 * SHOWN_CODES]:
        text = function_in(sources.files_of(student), file, function)
        if text and text not in [each.text for each in found]:
            found.append(Code(record.name, text))
    return tuple(sorted(found, key=lambda code: len(code.text))[:SHOWN_CODES])


def _who(record: Record) -> Who:
    person = record.grade.student
    return Who(person.id, record.name, person.section)
