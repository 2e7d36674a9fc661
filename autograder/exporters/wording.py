"""How people read a status and points: the same words and numbers in every format."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.results import CheckResult, Regrade, Report, Status
from autograder.text.legible import one_line


@dataclass(frozen=True)
class Look:
    """A status in words, as a mark on a terminal with its colour, and as a square on a page.

    Words, not only colours: a log file has none. A passed check needs no words.
    """

    words: str
    mark: str
    colour: str
    square: str


_FAILED = ("✗", "red", "🟥")
LOOKS = {
    Status.PASSED: Look("", "✓", "green", "🟩"),
    Status.WRONG: Look("wrong", *_FAILED),
    Status.UNFINISHED: Look("still to do", "…", "yellow", "⬜"),
    Status.CRASHED: Look("crashed", *_FAILED),
    Status.TIMED_OUT: Look("timed out", *_FAILED),
    Status.FORBIDDEN: Look("not allowed", *_FAILED),
    Status.REFUSED: Look("no answer", *_FAILED),
    Status.BROKEN: Look("our fault, no points lost", "!", "magenta", "🟪"),
}


# What always stands before a diagnosis → what it says of it.
LABELS = {
    "Your answers are exactly those of a known mistake: ": "A known mistake, exactly",
    "Your answers are exactly those of known mistakes made together: ": "Known mistakes, exactly",
    "Your answers look like those of a known mistake: ": "Looks like a known mistake",
    "Your answers look like those of known mistakes made together: ": "Looks like known mistakes",
}
UNLESS = ":fails_unless:"  # between a function and a property of its calls


def parted(diagnosis: str) -> tuple[str, str]:
    """What is always the same as a label; the rest."""
    for begin, label in LABELS.items():
        if diagnosis.startswith(begin):
            return label, diagnosis.removeprefix(begin)
    return ("What we can see" if diagnosis else ""), diagnosis


def of_all(message: str, checks: int) -> str:
    """A message below several checks, which is said of each and not of the last alone."""
    if not message or checks < 2:
        return message
    return f"{'Both' if checks == 2 else f'All {checks}'}: {message}"


def mistake_in_words(name: str, check: CheckResult) -> str:
    """A mistake as a person reads it in a table: a known one by its name, any other by what is
    said of it in a check that it fails.
    """
    function, is_property, words = name.partition(UNLESS)
    if is_property:
        return f"{function} fails unless {words.replace('_', ' ')}"
    if ":" not in name:
        return name.replace("_", " ")
    said = parted(check.diagnosis)[1].partition(". ")[0].removesuffix(".").replace("`", "")
    if said and check.mistakes == (name,):
        return said
    function, _, words = name.partition(":")
    return f"{function}: {words.replace(':', ', ').replace('_', ' ')}"


def why_changed(regrade: Regrade, report: Report) -> str:
    """Why a grade is another one than before, for students: 'Graded again: 7.5 → 9 of 20 …'."""
    moved = change(regrade.before, regrade.after, report, " points")
    how = "with the same points" if regrade.before == regrade.after else moved
    return f"Graded again, {how}: {one_line(regrade.reason)}"


def change(before: float, after: float, report: Report, unit: str = "") -> str:
    """'7.5 → 9 of 20', and whose points these are, where a person gives others."""
    by_checks = " by checks" if report.by_person else ""
    return f"{before:.4g} → {points_of(after, report.points)}{unit}{by_checks}"


def points_of(score: float | None, points: float) -> str:
    """'7.5 of 8'; '– of 8' where there is no score, or not yet."""
    return f"{'–' if score is None else f'{score:.4g}'} of {points:g}"


def total_of(report: Report, unit: str = "") -> str:
    """'18 of 18, 2 more by a person': what checks give, a bonus, and what a person gives beside."""
    points = points_of(report.score, report.points) + unit + and_bonus(report.bonus)
    return f"{points}, {by_person(report.by_person)}" if report.by_person else points


def by_person(points: float) -> str:
    """What a person can give beside the checks, which no total of checks has."""
    return f"{points:g} more by a person"


def and_bonus(bonus: float) -> str:
    """' + 1.5 bonus', what stands behind the points; '' where there is none."""
    return f" + {bonus:.4g} bonus" if bonus else ""
