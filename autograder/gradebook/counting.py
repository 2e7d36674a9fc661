"""Which of a student's attempts counts: the latest, the first, or the best."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from autograder.downloads.people import Claim
from autograder.gradebook.points import Sum
from autograder.gradebook.rows import Attempt, Edit, Grading
from autograder.text.legible import quoted

Worth = Callable[["Candidate"], Sum | None]
Order = tuple[str, int]

MATCH = "`autograder gradebook match SUBMISSION STUDENT --because REASON`"


@dataclass(frozen=True)
class Kept:
    """That the points from before `grading` count, since `edit` says so."""

    grading: Grading
    edit: Edit


@dataclass(frozen=True)
class Candidate:
    """An attempt of a student, as whom it claims to be from; `grading` is None before it.

    `kept` is a later grading that would have lowered the grade, and who has kept it.
    """

    attempt: Attempt
    claim: Claim
    grading: Grading | None
    kept: Kept | None = None


@dataclass(frozen=True)
class Pick:
    """The attempt that counts, what it is worth, and why it does, in words.

    Without one, a person must decide: `problem` says between what.
    """

    candidate: Candidate | None
    worth: Sum | None
    words: str
    problem: str = ""


def choose(candidates: Sequence[Candidate], counts: str, worth: Worth, chosen: str) -> Pick:
    """Which attempt counts. `chosen` is the one that a person has chosen, or ''."""
    for candidate in candidates:
        if candidate.attempt.attempt == chosen:
            words = f"{_named(candidate)} counts, since somebody chose it"
            return Pick(candidate, worth(candidate), words)
    if problem := _doubled(candidates):
        return Pick(None, None, problem, problem)
    if len(candidates) == 1:
        return Pick(candidates[0], worth(candidates[0]), _named(candidates[0]))
    if counts == "best":
        return _best(candidates, worth)
    order = _order_of(candidates)
    ordered = sorted(candidates, key=order)
    last = ordered[-1] if counts == "latest" else ordered[0]
    ties = [each for each in candidates if order(each) == order(last)]
    if len({each.attempt.content for each in ties}) > 1:
        names = " and ".join(map(_named, ties))
        problem = (
            f"which of {names} is the {counts} one: the download does not tell. "
            f"Choose one: {_choose(last)}"
        )
        return Pick(None, None, problem, problem)
    words = f"{_named(last)} counts, the {counts} of {len(candidates)}"
    return Pick(last, worth(last), words)


def _best(candidates: Sequence[Candidate], worth: Worth) -> Pick:
    """The one with the most points; of equals, the first that needs the fewest slip days."""
    worths = [(worth(each), each) for each in sorted(candidates, key=_order_of(candidates))]
    if any(each is None for each, _ in worths):
        return Pick(None, None, "not all attempts are graded yet, and the best counts")
    known = [(each, candidate) for each, candidate in worths if each is not None]
    best, candidate = max(known, key=lambda pair: (pair[0].points, -pair[0].slip_days))
    words = f"{_named(candidate)} counts, the best of {len(candidates)}"
    return Pick(candidate, best, words)


def in_order(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The attempts from the first to the latest."""
    return sorted(candidates, key=_order_of(candidates))


def _doubled(candidates: Sequence[Candidate]) -> str:
    """Why it is not clear that all these are one student's attempts; '' if it is."""
    by_claim = {each.claim.key: each for each in candidates}
    contents = {each.attempt.content for each in candidates}
    if len(by_claim) < 2 or len(contents) < 2:
        return ""
    names = " and ".join(map(_named, by_claim.values()))
    return (
        f"whether {names} are all from this student. Choose the one that counts with "
        f"{_choose(candidates[0])}, or match the others with {MATCH}"
    )


def _choose(candidate: Candidate) -> str:
    name = shlex.quote(candidate.attempt.assignment)
    return f"`autograder gradebook choose STUDENT SUBMISSION --assignment {name} --because REASON`"


def _order_of(candidates: Sequence[Candidate]) -> Callable[[Candidate], Order]:
    """By the time of handing in, else by the platform's number, else by when it was first seen.

    One of these orders all of them: what only some have can't be compared.
    """
    if all(each.attempt.submitted for each in candidates):
        return lambda each: (each.attempt.submitted, each.attempt.number)
    if all(each.attempt.number for each in candidates):
        return lambda each: ("", each.attempt.number)
    return lambda each: (each.attempt.at, each.attempt.number)


def _named(candidate: Candidate) -> str:
    return quoted(candidate.attempt.name)
