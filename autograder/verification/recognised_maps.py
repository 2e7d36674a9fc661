"""Proves that as-if hypotheses are recognised: each kind of map is made on top of the solution.

What the solution answers under a hypothesis is what a student who makes this very mistake answers.
All hypotheses that explain those answers are then told apart by fresh calls, as in grading: one of
them has to survive, and what survives can't be wrong about any call that was asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from autograder.course.model import Assignment, Course, Task
from autograder.diagnosis.diagnose import diagnose
from autograder.diagnosis.evidence import CaseEvidence
from autograder.diagnosis.misconceptions import Catalogue
from autograder.diagnosis.oracle import Oracle, gather
from autograder.diagnosis.recording import RecordedCall
from autograder.diagnosis.replay import Replayer
from autograder.diagnosis.work import MILLION, WorkBudget
from autograder.grading.plugin import ChecksPlugin
from autograder.grading.session import run_checks
from autograder.verification.maps_of_function import MapsOfFunction, OfFunction

WORK = 60 * MILLION  # for right answers; they need none


def of_assignment(
    course: Course, assignment: Assignment, tasks: Sequence[Task]
) -> tuple[list[OfFunction], list[str]]:
    """What was found out about each function, and a sentence for each fault."""
    found: list[OfFunction] = []
    faults: list[str] = []
    tried: set[str] = set()

    def work(checks: ChecksPlugin) -> None:
        for task in tasks:
            catalogue = checks.catalogues[task.name]
            if catalogue.observed.is_all:
                continue
            checks.endless.begin()
            calls = catalogue.observed.compared(checks.calls_of_solution(task))
            if _is_diagnosed(catalogue, calls):
                faults.append(f"{task.name}: something is said of the solution's own answers")
            for each in _functions(catalogue, calls, tried, checks.endless.begin):
                checks.endless.begin()
                found.append(each)
                faults.extend(f"{task.name}: {name} is not recognised" for name in each.missed)

    run_checks(course, assignment, work)
    return found, faults


def lines(found: Sequence[OfFunction], *, in_full: bool) -> Iterator[str]:
    """How many maps there are, and how many misconceptions say no more than one of them; `in_full`,
    also which.
    """
    if not found:
        return
    of_functions = f"{len(found)} function{'' if len(found) == 1 else 's'}"
    known, made = (sum(each.maps for each in found), sum(each.recognised for each in found))
    yield f"{known} as-if hypotheses of {of_functions}; " + (
        f"of each kind one was made, {made} in all"
        if made
        else "none was made, so nothing is proved of them: the checks' calls show none well enough"
    )
    without = [f"`{each.function}`" for each in found if not each.maps]
    if without:
        has = "has" if len(without) == 1 else "have"
        yield (
            f"{', '.join(without)} {has} none: hypotheses change whole numbers, floats, tensors, "
            "arrays and lists of tensors, and the arguments and answers are others"
        )
    as_good = {name: other for each in found for name, other in each.as_good.items()}
    if as_good:
        more = "" if in_full else "; --matrix lists them"
        yield (
            f"{len(as_good)} known mistakes have the answers of a hypothesis, so that only their "
            f"sentences say more{more}"
        )
    if in_full:
        for each in found:
            unsure = f"; too few calls can show {', '.join(each.unsure)}" if each.unsure else ""
            yield f"{each.function}: {each.maps} hypotheses, {each.recognised} made{unsure}"
        yield from (f"{name} = {other}" for name, other in as_good.items())


def _is_diagnosed(catalogue: Catalogue, calls: Sequence[RecordedCall]) -> bool:
    """Whether anything is said of right answers, even if a check fails for another reason."""
    # The solution was called here: what flowed back was heard at its last step, not its arguments.
    calls = [replace(call, backwards=[]) for call in calls]
    case = CaseEvidence(calls, is_passed=False, is_diagnosable=True)
    (finding,) = diagnose(catalogue, [case], WorkBudget(WORK), lambda call: None)
    return bool(finding.mistakes or finding.sentence)


def _functions(
    catalogue: Catalogue,
    calls: Sequence[RecordedCall],
    tried: set[str],
    on_progress: Callable[[], None],
) -> Iterator[OfFunction]:
    replayer = Replayer()
    try:
        oracle = Oracle(catalogue, replayer)
        case = CaseEvidence(calls, is_passed=True, is_diagnosable=False)
        for group in gather([case], oracle):
            if not group.refuses:
                yield MapsOfFunction(catalogue, oracle, replayer, group, tried, on_progress).found()
    finally:
        replayer.close()
