"""What a regrade changes: whose points move, by which checks, and what is accepted of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from msgspec.structs import replace

from autograder.results import CheckResult, RanAgain, Regrade, Report, Status, TaskResult

# What of a check people read → what it is.
READ: Mapping[str, Callable[[CheckResult], object]] = {
    "title": lambda check: check.title,
    "end": lambda check: (check.status, check.cases, check.cases_passed),
    "points": lambda check: (check.score, check.points),
    "sentence": lambda check: (check.message, check.told, check.diagnosis, check.mistakes),
    "place": lambda check: (check.place, check.call),
    "visibility": lambda check: check.visibility,
    "fault": lambda check: check.fault,
}


@dataclass(frozen=True)
class CheckMove:
    """A check that gives other points than before; a status is None where there was no check."""

    task: str
    check: str
    title: str
    before: float
    after: float
    was: Status | None
    now: Status | None


@dataclass(frozen=True)
class Move:
    """One submission before and after. `after` is None if it could not be regraded: `problem` says
    why, and it keeps its report.
    """

    before: Report
    after: Report | None
    problem: str = ""
    recording: bytes | None = field(default=None, repr=False)
    ran_again: tuple[RanAgain, ...] = ()

    @property
    def points(self) -> float:
        """How many points are gained; negative if some are lost."""
        return 0.0 if self.after is None else self.after.score - self.before.score

    @property
    def is_same(self) -> bool:
        """Whether nothing that anybody reads has changed, apart from durations and versions."""
        return self.after is None or _lasting(self.before) == _lasting(self.after)

    def checks(self) -> Iterator[CheckMove]:
        """The checks by which its points move; a task's points may move all of its checks."""
        after = {task.task: task for task in (self.after or self.before).tasks}
        before = {task.task: task for task in self.before.tasks}
        for name in dict.fromkeys((*before, *after)):
            yield from _moved(name, _checks(before.get(name)), _checks(after.get(name)))

    def accepted(
        self, *, at: str, author: str, reason: str, never_lower: bool = False
    ) -> Report | None:
        """The report that counts from now on; None if it is the one that there was.

        It tells why if points have moved, even if their sum has not.
        """
        if self.after is None or self.is_same or (never_lower and self.points < 0):
            return None
        regrade = Regrade(at, author, reason, self.before.score, self.after.score)
        new = (regrade,) if any(self.checks()) else ()
        return replace(self.after, regrades=(*self.before.regrades, *new))


def other_words(moves: Sequence[Move]) -> Mapping[tuple[str, str, str], int]:
    """(task, check or '', what is another) → how many submissions, of those whose points stay."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for move in moves:
        if move.after is not None and not move.points and not move.is_same:
            counts.update(_different(_lasting(move.before), _lasting(move.after)))
    return counts


def _different(before: Report, after: Report) -> list[tuple[str, str, str]]:
    """What people read that is not as it was: of each check, of each task, of the whole."""
    old, new = ({task.task: task for task in each.tasks} for each in (before, after))
    found: list[tuple[str, str, str]] = []
    for name in dict.fromkeys((*old, *new)):
        both = name in old and name in new
        found += _of_task(old[name], new[name]) if both else [(name, "", "task")]
    return found or [("", "", "notes")]


def _of_task(before: TaskResult, after: TaskResult) -> Iterator[tuple[str, str, str]]:
    old, new = _checks(before), _checks(after)
    for name in dict.fromkeys((*old, *new)):
        if name not in old or name not in new:
            yield before.task, name, "check"
            continue
        for words, of in READ.items():
            if of(old[name]) != of(new[name]):
                yield before.task, name, words
    if replace(before, checks=(), diagnoses=()) != replace(after, checks=(), diagnoses=()):
        yield before.task, "", "notes"


def by_check(moves: Sequence[Move]) -> Mapping[tuple[str, str], tuple[int, int]]:
    """(task, check) → how many submissions it moves up, and down."""
    counts: dict[tuple[str, str], tuple[int, int]] = {}
    for move in moves:
        if not move.points:
            continue
        for each in move.checks():
            up, down = counts.get((each.task, each.check), (0, 0))
            is_up = each.after > each.before
            counts[each.task, each.check] = (up + is_up, down + (not is_up))
    return counts


def _moved(
    task: str, before: Mapping[str, CheckResult], after: Mapping[str, CheckResult]
) -> Iterator[CheckMove]:
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name), after.get(name)
        shown = new or old
        assert shown is not None  # noqa: S101 - it is a check of one of them
        was, now = old.score if old else 0.0, new.score if new else 0.0
        if was != now:
            statuses = (old.status if old else None, new.status if new else None)
            yield CheckMove(task, name, shown.title, was, now, *statuses)


def _checks(task: TaskResult | None) -> Mapping[str, CheckResult]:
    """The checks of a task by name, which is theirs alone."""
    checks = task.checks if task else ()
    return {name: next(same) for name, same in groupby(checks, key=lambda check: check.check)}


def _lasting(report: Report) -> Report:
    """The report without what differs between two gradings of the same.

    Whether a small call is found for students depends on how busy the machine is. What a person
    gives and the title, no grading has changed; earlier reports don't have them.
    """
    tasks = tuple(replace(task, seconds=0.0, examples=()) for task in report.tasks)
    bare = replace(report, tasks=tasks, seconds=0.0, environment={}, limits={}, regrades=())
    return replace(bare, by_person=0.0, title="")
