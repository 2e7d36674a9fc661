"""Finds calls that distinguish a misconception from the right answer and from other ones.

The calls contain hidden inputs, so they are for staff only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from autograder.course.model import Assignment, Course, Task
from autograder.diagnosis.misconceptions import Catalogue
from autograder.diagnosis.outcomes import CallOutcome, agree
from autograder.diagnosis.recording import RecordedCall
from autograder.diagnosis.replay import Replayer
from autograder.diagnosis.retelling import NotReplayable
from autograder.diagnosis.scripts import Script
from autograder.diagnosis.sizes import size
from autograder.errors import CommandMisused
from autograder.grading.plugin import ChecksPlugin
from autograder.grading.session import run_checks

MOST_SHOWN = 4000  # characters of a value


@dataclass(frozen=True)
class DistinguishingCall:
    """The smallest call of the hidden checks that a misconception answers wrongly."""

    call: RecordedCall
    right: CallOutcome
    wrong: CallOutcome

    def lines(self) -> Iterator[str]:
        """The call with its values, and both outcomes."""
        before = self.call.made.values() if isinstance(self.call.made, Script) else ()
        arguments = [
            *map(repr, before),
            *map(repr, self.call.args),
            *(f"{k}={v!r}" for k, v in self.call.kwargs.items()),
        ]
        yield f"{self.call}"
        yield from (f"    given {_indented(argument, 10)}" for argument in arguments)
        yield f"    right {_indented(_shown(self.right), 10)}"
        yield f"    wrong {_indented(_shown(self.wrong), 10)}"


def explain(course: Course, assignment: Assignment, mistake: str) -> DistinguishingCall | None:
    """The call that shows the misconception `mistake`; None if this assignment has none of that
    name. Raises CommandMisused if no single call shows it.
    """
    found: list[DistinguishingCall | None] = []

    def work(checks: ChecksPlugin) -> None:
        for task in assignment.checked_tasks():
            catalogue = checks.catalogues[task.name]
            if mistake not in catalogue.misconceptions:
                continue
            if catalogue.misconceptions[mistake].target in catalogue.observed:
                raise CommandMisused(f"{mistake!r} shows in no single call: the checks observe it.")
            calls = sorted(catalogue.observed.compared(checks.calls_of_solution(task)), key=size)
            found.append(_first(_outcomes(catalogue, mistake, calls)))

    run_checks(course, assignment, work)
    return found[0] if found else None


def groups(course: Course, assignment: Assignment, tasks: Sequence[Task]) -> Iterator[str]:
    """A sentence for each pair of these tasks' misconceptions that no call of any check
    distinguishes.
    """
    found: list[str] = []

    def work(checks: ChecksPlugin) -> None:
        for task in tasks:
            catalogue = checks.catalogues[task.name]
            if catalogue.observed.is_all:
                continue  # checks observe them, and name each by itself; no call is compared
            calls = catalogue.observed.compared(checks.calls_of_solution(task))
            outcomes = {}
            for name, each in catalogue.misconceptions.items():
                if each.target in catalogue.observed:
                    continue
                checks.endless.begin()  # each may take as long as a check
                outcomes[name] = _outcomes(catalogue, name, calls)
            for (one, its), (other, others) in combinations(outcomes.items(), 2):
                if all(map(_are_same, its, others)):
                    found.append(f"{task.name}: {one} and {other} are the same on every call")

    run_checks(course, assignment, work)
    yield from found


def _outcomes(
    catalogue: Catalogue, mistake: str, calls: Sequence[RecordedCall]
) -> list[DistinguishingCall | None]:
    """The misconception's outcome of each call; None if it can't make the call."""
    replayer, module = Replayer(), catalogue.module((mistake,))
    try:
        return [_outcome(replayer, catalogue, module, call) for call in calls]
    finally:
        replayer.close()


def _outcome(
    replayer: Replayer, catalogue: Catalogue, module: Any, call: RecordedCall
) -> DistinguishingCall | None:
    try:
        right = replayer.replay(call, catalogue.right)
        return DistinguishingCall(call, right, replayer.replay(call, module))
    except NotReplayable:
        return None


def _first(calls: Sequence[DistinguishingCall | None]) -> DistinguishingCall | None:
    """The first call that shows the misconception, preferably by an answer, not an exception."""
    shown = [t for t in calls if t and not agree(t.wrong, t.right, t.right)]
    return next((t for t in shown if t.wrong.error is None), shown[0] if shown else None)


def _are_same(one: DistinguishingCall | None, other: DistinguishingCall | None) -> bool:
    if one is None or other is None:
        return one is other
    return agree(one.wrong, other.wrong, one.right)


def _shown(outcome: CallOutcome) -> str:
    if outcome.error is not None:
        return outcome.error[0]
    notes = [
        *(["its input is changed"] if outcome.is_changed else []),
        *(f"gradients {each}" for each in outcome.gradients),
    ]
    return "\n".join([repr(outcome.answer), *notes])


def _indented(text: str, by: int) -> str:
    if len(text) > MOST_SHOWN:
        text = f"{text[:MOST_SHOWN]}… ({len(text) - MOST_SHOWN:,} more characters)"
    return text.replace("\n", "\n" + " " * by)
