"""Recorded answers as fingerprints: who gave the same wrong numbers to the same calls."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.grading.recording import Exchange, Recording, TaskRecording
from autograder.results import Status
from autograder.sandbox.inside import messages, wire

DIGITS = 4  # answers of which so many digits agree are the same, however they were summed up
MAX_SHARERS = 2  # of a rare answer
MAX_PAIRS = 30
Call = bytes
Answer = bytes


@dataclass(frozen=True)
class Answers:
    """One student's answers: (task, call) → fingerprint; those of cases that failed apart.

    `unexplained` has for each task the failed cases that no known mistake explains, with what was
    answered in them.
    """

    passed: Mapping[tuple[str, Call], Answer] = field(default_factory=dict)
    failed: Mapping[tuple[str, Call], Answer] = field(default_factory=dict)
    unexplained: Mapping[str, frozenset[tuple[str, Call, Answer]]] = field(default_factory=dict)


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
    unexplained: dict[str, frozenset[tuple[str, Call, Answer]]] = {}
    for task in recording.tasks:
        open_ = set()
        for case in task.cases:
            is_passed = case.outcome.status is Status.PASSED
            is_wrong = case.outcome.status in (Status.WRONG, Status.CRASHED)
            for call, answer in _of(case.exchanges, task):
                (passed if is_passed else failed)[task.task, call] = answer
                if is_wrong and not case.outcome.mistakes:
                    open_.add((case.name, call, answer))
        if open_:
            unexplained[task.task] = frozenset(open_)
    return Answers(passed, failed, unexplained)


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
