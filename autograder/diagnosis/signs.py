"""What can be said of a function without arguments: are the signs right, are the sizes?"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from autograder.diagnosis import as_numbers
from autograder.diagnosis.evidence import CallGroup, Evidence, Names
from autograder.diagnosis.places import ANSWER

SMALL = 1e-6


def of_signs(group: CallGroup) -> tuple[Names, str]:
    """A name and a sentence; none where nothing of the kind is true of all wrong answers."""
    calls = [each.call for each in group.evidence]
    if any(call.args or call.kwargs or call.made for call in calls):
        return (), ""
    pairs = list(_numbers(group.wrong))
    if len(pairs) < len(group.wrong) or not pairs:
        return (), ""
    function, stem = group.function, f"{group.function}:{ANSWER}"
    if all(as_numbers.nearly(np.abs(mine), np.abs(right)) for mine, right in pairs):
        sentence = f"The numbers of `{function}` are right but for the signs of some of them."
        return (f"{stem}:some_signs",), sentence
    if any((_signs(mine) != _signs(right)).any() for mine, right in pairs):
        sentence = (
            f"Not every number of `{function}` has the right sign. Which of them have to be "
            "positive, which negative, and which zero?"
        )
        return (f"{stem}:signs",), sentence
    sentence = (
        f"The signs of `{function}` are right, but not how large its numbers are beside each other."
    )
    return (f"{stem}:sizes",), sentence


def _numbers(
    evidence: Iterable[Evidence],
) -> Iterable[tuple[as_numbers.Numbers, as_numbers.Numbers]]:
    """What came and what is right, where both are numbers in one shape that differ."""
    for each in evidence:
        mine, right = (as_numbers.numbers_of(e.answer) for e in (each.mine, each.right))
        if mine is None or right is None or mine.shape != right.shape or not mine.size:
            continue
        if mine.dtype.kind in "iuf" and right.dtype.kind in "iuf" and each.has_wrong_numbers:
            yield mine.astype(np.float64), right.astype(np.float64)


def _signs(numbers: as_numbers.Numbers) -> as_numbers.Numbers:
    signs: as_numbers.Numbers = np.sign(np.where(np.abs(numbers) < SMALL, 0, numbers))
    return signs
