"""Computes points from the outcomes of cases. Pure arithmetic: no files, processes or pytest."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from autograder.results import CheckResult, Place, Status, Visibility

DIGITS = 6  # rounding makes sums of shares equal in every format that we write


def add_up(numbers: Iterable[float]) -> float:
    """The sum of points, rounded as in every report."""
    return round(math.fsum(numbers), DIGITS)


@dataclass(frozen=True)
class CaseOutcome:
    """How one case of one check ended. A check without parameters has one case.

    `share` is the part of its points, from 0 to 1, that a case earns although it has not passed.
    """

    check: str
    title: str
    weight: float
    status: Status
    message: str = ""
    told: str = ""
    place: Place | None = None
    call: str = ""
    function: str = ""
    fault: str = ""
    mistakes: tuple[str, ...] = ()
    diagnosis: str = ""
    share: float = 0.0
    visibility: Visibility = Visibility.VISIBLE


def score_checks(points: float, outcomes: Sequence[CaseOutcome]) -> tuple[CheckResult, ...]:
    """Divide a task's points over its checks by weight, and a check's equally over its cases.

    Broken cases and checks are left out of the division: they neither cost nor give points.
    """
    checks = [list(cases) for _, cases in groupby(outcomes, key=lambda o: o.check)]
    total = math.fsum(cases[0].weight for cases in checks if _sound(cases))
    return tuple(_score_check(cases, points, total) for cases in checks)


def task_score(points: float, outcomes: Sequence[CaseOutcome]) -> float | None:
    """The score of a task; None if none of its checks could be run."""
    checks = [list(cases) for _, cases in groupby(outcomes, key=lambda o: o.check)]
    total = math.fsum(cases[0].weight for cases in checks if _sound(cases))
    if not total:
        return None
    # Sum before dividing, so that a full score is exactly `points`.
    earned = math.fsum(cases[0].weight * _share(cases) for cases in checks if _sound(cases))
    return round(points * earned / total, DIGITS)


def _score_check(cases: Sequence[CaseOutcome], points: float, total: float) -> CheckResult:
    first, sound = cases[0], _sound(cases)
    failed = next((c for c in sound if c.status is not Status.PASSED), None)
    broken = next((c for c in cases if c.status is Status.BROKEN), None)
    shown = failed or (broken if not sound else None)
    part = points * first.weight / total if sound else 0.0
    passed = _passed(sound)
    unpassed = [case for case in sound if case.status is not Status.PASSED]
    diagnosis = next((case.diagnosis for case in unpassed if case.diagnosis), "")
    return CheckResult(
        check=first.check,
        title=first.title,
        status=shown.status if shown else Status.PASSED,
        score=round(part * _share(cases), DIGITS) if sound else 0.0,
        points=round(part, DIGITS),
        message=_with_share(shown.message, passed, len(sound)) if shown else "",
        told=_with_share(shown.told, passed, len(sound)) if shown else "",
        place=shown.place if shown else None,
        diagnosis=diagnosis,
        mistakes=tuple(dict.fromkeys(name for case in unpassed for name in case.mistakes)),
        call=shown.call if shown else "",
        function=shown.function if shown else "",
        fault=broken.fault if broken else "",
        cases=len(cases),
        cases_passed=passed,
        visibility=first.visibility,
    )


def _with_share(sentence: str, passed: int, cases: int) -> str:
    share = f"({passed} of {cases} cases are right.)" if passed else ""
    return " ".join(part for part in (sentence, share) if part)


def _share(cases: Iterable[CaseOutcome]) -> float:
    sound = _sound(cases)
    passed = (1.0 if case.status is Status.PASSED else case.share for case in sound)
    return math.fsum(passed) / len(sound)


def _passed(cases: Iterable[CaseOutcome]) -> int:
    return sum(case.status is Status.PASSED for case in cases)


def _sound(cases: Iterable[CaseOutcome]) -> list[CaseOutcome]:
    return [case for case in cases if case.status is not Status.BROKEN]


def diagnoses_of(checks: Iterable[CheckResult]) -> tuple[str, ...]:
    """The explanations of failed checks, each once; that of the most checks comes first."""
    found = Counter(check.diagnosis for check in checks if check.diagnosis)
    return tuple(diagnosis for diagnosis, _ in found.most_common())
