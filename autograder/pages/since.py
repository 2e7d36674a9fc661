"""What is another than in the attempt before, check by check."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.results import Report, Status

Key = tuple[str, str]  # task, title: names of checks are hidden


@dataclass(frozen=True)
class Since:
    """What has changed since the attempt before: titles of checks, by task.

    `broken_again` were passed in the attempt before; `new` were not begun in it.
    """

    fixed: tuple[Key, ...]
    broken_again: tuple[Key, ...]
    new: tuple[Key, ...]
    points: float

    @property
    def is_empty(self) -> bool:
        """Whether no check has changed."""
        return not (self.fixed or self.broken_again or self.new)


def since(before: Report, now: Report) -> Since:
    """Both reports are made for students."""
    old, new = _statuses(before), _statuses(now)
    fixed, broken, begun = [], [], []
    for key, status in new.items():
        was = old.get(key)
        if was is status or was is None:
            continue
        if status is Status.PASSED:
            fixed.append(key)
        elif was is Status.PASSED and status.costs_points:
            broken.append(key)
        elif was is Status.UNFINISHED and status.costs_points:
            begun.append(key)
    return Since(tuple(fixed), tuple(broken), tuple(begun), now.score - before.score)


def _statuses(report: Report) -> dict[Key, Status]:
    return {(t.task, c.title): c.status for t in report.tasks for c in t.checks}
