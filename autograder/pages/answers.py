"""Recorded answers as fingerprints: who gave the same wrong numbers to the same calls."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from autograder.grading.recording import Case, Exchange, Recording, TaskRecording
from autograder.results import Status
from autograder.sandbox.inside import messages, wire
from autograder.scoring import CaseOutcome
from autograder.text.calls import asked_in

DIGITS = 4  # answers of which so many digits agree are the same, however they were summed up
MAX_SHARERS = 2  # of a rare answer
MAX_PAIRS = 30
Call = bytes
Answer = bytes


@dataclass(frozen=True)
class Answers:
    """One student's answers: (task, call) → fingerprint; those of cases that failed apart.

    `unexplained` has what no known mistake explains: (task, function or class) → that.
    """

    passed: Mapping[tuple[str, Call], Answer] = field(default_factory=dict)
    failed: Mapping[tuple[str, Call], Answer] = field(default_factory=dict)
    unexplained: Mapping[tuple[str, str], Unexplained] = field(default_factory=dict)


@dataclass(frozen=True)
class Unexplained:
    """Failed cases of one function or class that nothing explains.

    `answers` are those to its cases: (case, call, answer). `checks` are theirs → where each ended.
    """

    answers: frozenset[tuple[str, Call, Answer]]
    checks: Mapping[str, CaseOutcome]

    def and_(self, other: Unexplained) -> Unexplained:
        """What is of either."""
        return Unexplained(self.answers | other.answers, {**other.checks, **self.checks})


@dataclass(frozen=True)
class Pair:
    """Two students who share wrong answers that nobody else gives: to so many calls, of tasks."""

    one: str
    other: str
    calls: int
    tasks: tuple[str, ...]


def answers_of(recording: Recording) -> Answers:
    """The fingerprints of what is recorded of one student."""
    passed: dict[tuple[str, Call], Answer] = {}
    failed: dict[tuple[str, Call], Answer] = {}
    unexplained: dict[tuple[str, str], Unexplained] = {}
    plain: dict[tuple[str, str], Unexplained] = {}  # where no case of the function has an array
    for task in recording.tasks:
        for case in task.cases:
            is_passed = case.outcome.status is Status.PASSED
            is_wrong = case.outcome.status in (Status.WRONG, Status.CRASHED)
            given = dict(_of(case.exchanges, task))
            for call, answer in given.items():
                (passed if is_passed else failed)[task.task, call] = answer
            if is_wrong and not case.outcome.mistakes:
                place = task.task, case.outcome.function or asked_in(case.outcome.call)
                _add(unexplained if given else plain, place, case, given or _without_arrays(case))
    return Answers(passed, failed, {**plain, **unexplained})


def _add(
    found: dict[tuple[str, str], Unexplained],
    place: tuple[str, str],
    case: Case,
    given: Mapping[Call, Answer],
) -> None:
    if given:
        answers = frozenset((case.name, call, answer) for call, answer in given.items())
        own = Unexplained(answers, {case.outcome.check: case.outcome})
        found[place] = found[place].and_(own) if place in found else own


def _without_arrays(case: Case) -> Mapping[Call, Answer]:
    """The calls of a case in which no array was answered, with the texts and numbers that were."""
    replies = ((exchange.key, exchange.reply) for exchange in case.exchanges)
    return {
        call: hashlib.blake2b(msgspec.msgpack.encode(reply.value), digest_size=12).digest()
        for call, reply in replies
        if isinstance(reply, messages.Returned)
    }


def rare_pairs(answers: Mapping[str, Answers]) -> list[Pair]:
    """Pairs of students who share wrong answers that nobody else gives, most of them first."""
    right: dict[tuple[str, Call], set[Answer]] = defaultdict(set)
    given: dict[tuple[str, Call, Answer], list[str]] = defaultdict(list)
    for student, its in answers.items():
        for place, answer in its.passed.items():
            right[place].add(answer)
        for (task, call), answer in its.failed.items():
            given[task, call, answer].append(student)
    shared: dict[tuple[str, str], list[str]] = defaultdict(list)
    for (task, call, answer), students in given.items():
        # Of a call that nobody has right, it is not known which answers are wrong.
        known = right.get((task, call))
        if known and answer not in known and 1 < len(students) <= MAX_SHARERS:
            for one, other in combinations(sorted(students), 2):
                shared[one, other].append(task)
    pairs = [
        Pair(one, other, len(tasks), tuple(dict.fromkeys(tasks)))
        for (one, other), tasks in shared.items()
    ]
    return sorted(pairs, key=lambda pair: (-pair.calls, pair.one, pair.other))[:MAX_PAIRS]


def _of(exchanges: Iterable[Exchange], task: TaskRecording) -> Iterator[tuple[Call, Answer]]:
    """Calls and answers. What raised or failed counts by its kind."""
    for exchange in exchanges:
        if isinstance(exchange.reply, messages.Returned) and exchange.arrays:
            yield exchange.key, _fingerprint(exchange, task)
        elif not isinstance(exchange.reply, messages.Returned):
            yield exchange.key, type(exchange.reply).__name__.encode()


def _fingerprint(exchange: Exchange, task: TaskRecording) -> Answer:
    digest = hashlib.blake2b(digest_size=12)
    for place, array in zip(exchange.arrays, wire.arrays_of(exchange.reply), strict=True):
        numbers = np.frombuffer(task.arrays[place], array.stored_as)
        digest.update(repr(array.shape).encode())
        digest.update(_rounded(numbers).tobytes())
    return digest.digest()


def _rounded(numbers: np.ndarray[tuple[int, ...], np.dtype[np.generic]]) -> np.ndarray:
    """The numbers with a few digits, so that the order of a sum makes no difference."""
    if not np.issubdtype(numbers.dtype, np.floating):
        return numbers.astype(np.float64) if np.issubdtype(numbers.dtype, np.number) else numbers
    with np.errstate(all="ignore"):
        values = np.nan_to_num(numbers.astype(np.float64), posinf=1e300, neginf=-1e300)
        size = np.abs(values).max(initial=0.0) or 1.0
        unit = 10.0 ** (np.floor(np.log10(size)) - DIGITS + 1)
        rounded: NDArray[Any] = np.round(values / unit) + 0.0  # no minus zero
        return rounded
