"""The results of grading as frozen structs: of a check, of a task, of a submission."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Any, TypeVar

import msgspec

Thing = TypeVar("Thing")


def as_json(thing: object) -> bytes:
    """Results as indented JSON, for files."""
    line = encoded(thing)
    try:
        return msgspec.json.format(line) + b"\n"
    except msgspec.DecodeError:  # it holds a name that is not UTF-8
        return json.dumps(json.loads(line), indent=2).encode() + b"\n"


def encoded(thing: object) -> bytes:
    """Results as JSON on one line, whatever files are called.

    A file name's bytes that are not UTF-8 are written as Python's `json` does (`\\udcfc`), so that
    the name still leads to its file when it is read again.
    """
    try:
        return msgspec.json.encode(thing)
    except UnicodeEncodeError:
        plain = json.dumps(msgspec.to_builtins(thing))
        # As msgspec does it: NaN and infinity become null.
        return json.dumps(json.loads(plain, parse_constant=lambda _: None)).encode()


def decoded(data: bytes, kind: type[Thing]) -> Thing:
    """Read what `encoded` or `as_json` has written. Raises ValueError if it is anything else."""
    return msgspec.convert(json.loads(data), kind)


class Status(StrEnum):
    """How a check ended."""

    PASSED = "passed"
    WRONG = "wrong"
    UNFINISHED = "unfinished"
    CRASHED = "crashed"
    TIMED_OUT = "timed_out"
    FORBIDDEN = "forbidden"
    REFUSED = "refused"
    BROKEN = "broken"  # ours

    @property
    def costs_points(self) -> bool:
        """Whether a check with this status loses points. Passed and broken checks lose none."""
        return self not in (Status.PASSED, Status.BROKEN)


class Visibility(StrEnum):
    """When students see a check's result. The values are Gradescope's:
    https://gradescope-autograders.readthedocs.io/en/latest/specs/
    """

    VISIBLE = "visible"
    AFTER_DUE_DATE = "after_due_date"
    AFTER_PUBLISHED = "after_published"
    HIDDEN = "hidden"


class Place(msgspec.Struct, frozen=True):
    """A line (from 1) of a submitted file; `file` is relative to the folder of the tasks."""

    file: str
    line: int


class CheckResult(msgspec.Struct, frozen=True, kw_only=True):
    """One check of one submission.

    check         name of the function: never shown to students
    title         first paragraph of its docstring: the sentence that students read
    status        how the check ended
    score         points earned, of `points`; 0 for a broken check
    points        its part of the task's points, by weight; 0 for a broken check, which is left out
    message       sentence for staff, without the diagnosis; may quote the student's code
    told          the same for students; never quotes it; empty where there is none
    place         line of the student's code where it ended, if that is known
    diagnosis     explanation of the mistake, in full sentences that students may read
    mistakes      names of the known mistakes (misconceptions) that explain the answers exactly
    call          the call that failed, with the shapes of its arguments; for staff
    function      the function that answered wrongly, or the class of the object; for staff
    fault         what the instructor must correct in a broken check; for staff
    cases         how many cases the check has: 1 unless it is parametrised
    cases_passed  how many of them passed; broken ones do not count
    visibility    when students see the check and its result; staff always do
    """

    check: str
    title: str
    status: Status
    score: float
    points: float
    message: str = ""
    told: str = ""
    place: Place | None = None
    diagnosis: str = ""
    mistakes: tuple[str, ...] = ()
    call: str = ""
    function: str = ""
    fault: str = ""
    cases: int = 1
    cases_passed: int = 0
    visibility: Visibility = Visibility.VISIBLE

    @property
    def in_full(self) -> str:
        """The message, and the diagnosis after it."""
        return " ".join(part for part in (self.message, self.diagnosis) if part)


class Numbers(msgspec.Struct, frozen=True):
    """An array of at most a few dozen numbers, row by row; `NaN` and infinities are text."""

    shape: tuple[int, ...]
    dtype: str
    values: tuple[float | str, ...]


class Example(msgspec.Struct, frozen=True, kw_only=True):
    """A small call that a student's function answers wrongly, beside what is right.

    Its inputs were drawn for it alone, and the student's code was asked in a process that had seen
    no others: nothing in it can repeat a hidden input.

    checks    names of the checks in which the function fails
    code      Python that makes the call, beginning with its imports
    inputs    the arguments that are arrays, by their names
    wrong     places of the wrong numbers in `yours.values`; empty if the shapes differ
    place     the first of them in words: 'at row 2, column 0'
    line      the call alone, on one line
    files     pictures that the call reads, made by `code`: name → PNG in base64
    """

    function: str
    checks: tuple[str, ...]
    code: str
    inputs: tuple[tuple[str, Numbers], ...]
    expected: Numbers
    yours: Numbers
    wrong: tuple[int, ...] = ()
    place: str = ""
    line: str = ""
    files: tuple[tuple[str, str], ...] = ()


class TaskResult(msgspec.Struct, frozen=True, kw_only=True):
    """One task of one submission. `score` is None if a person grades the task.

    The points of a `bonus` task come on top of the report's. `missing` says why a person has
    nothing to read; '' if there is something. `diagnoses` explain its failed checks, each once,
    that of the most checks first: to be read before all else. `output` is what the student's code
    printed, cut at a limit. `notes` cost no points; `notes_for_staff` may quote the student's code.
    `data` is what the checks measured, for pages and figures. `examples` are small calls with wrong
    answers, one a function. `seconds` is wall time.
    """

    task: str
    score: float | None
    points: float
    bonus: bool = False
    checks: tuple[CheckResult, ...] = ()
    diagnoses: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    notes_for_staff: tuple[str, ...] = ()
    missing: str = ""
    output: str = ""
    data: dict[str, Any] = {}
    examples: tuple[Example, ...] = ()
    seconds: float = 0.0


class RanAgain(msgspec.Struct, frozen=True):
    """What of a task a regrade has run with the student's code, although there is a recording:
    `cases`, or, if there are none, all of it, and why.
    """

    task: str
    cases: tuple[str, ...] = ()
    because: str = ""


class Regrade(msgspec.Struct, frozen=True):
    """Why a grade is another one than before: `before` and `after` are the scores.

    `at` is the time in UTC, as ISO 8601 writes it. Students read the reason, not the author.
    """

    at: str
    author: str
    reason: str
    before: float
    after: float


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """The result of one graded submission.

    `score` is of `points`; `bonus` is what bonus tasks have earned on top, in neither of the two,
    and `by_person` what a person can give beside the checks. `title` is the assignment's in words.
    `notes` cost no points. `refused` is the reason why it was not graded at all, or None. `limits`
    are those that held, by their names in grading.yml (seconds, MB, kB, counts); those of a
    training are named after its task: `training.cpu_seconds`. `seconds` is wall time. `regrades`
    are those that were accepted, the earliest first.
    """

    assignment: str
    submission: str
    score: float
    points: float
    tier: str
    bonus: float = 0.0
    by_person: float = 0.0
    title: str = ""
    tasks: tuple[TaskResult, ...] = ()
    notes: tuple[str, ...] = ()
    refused: str | None = None
    environment: dict[str, str] = {}
    limits: dict[str, float] = {}
    seconds: float = 0.0
    regrades: tuple[Regrade, ...] = ()

    @property
    def called(self) -> str:
        """The assignment as people read it; reports of earlier kits have its name alone."""
        return self.title or self.assignment

    @property
    def with_bonus(self) -> float:
        """Everything that was earned as one number, which may be more than `points`."""
        return self.score + self.bonus

    def broken_checks(self) -> tuple[CheckResult, ...]:
        """The checks whose own code failed. The instructor must correct them."""
        return tuple(c for t in self.tasks for c in t.checks if c.status is Status.BROKEN)
