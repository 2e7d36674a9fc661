"""Answers that are scaled and shifted: by how much is fitted from the answers themselves.

All numbers alike, or along one axis each entry on its own, as where each channel is normalised by a
mean and a deviation of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from autograder.diagnosis import as_numbers
from autograder.diagnosis.evidence import Evidence
from autograder.diagnosis.executable import of_answers
from autograder.diagnosis.maps import Arguments, Map
from autograder.diagnosis.maps_of_axes import stem_of
from autograder.diagnosis.misconceptions import Misconception
from autograder.diagnosis.places import ANSWER

FEWEST = 3  # different numbers
CLOSE = 1e-5
TRIED = 4  # wrong answers, of which the first may have too few numbers
ENTRIES = 8  # along an axis: whoever scales more of them one by one has no few settings
Line = tuple[float, float]  # factor and summand
# https://docs.pytorch.org/vision/stable/models.html: what pretrained networks were given
IMAGENET = ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))


def of_answer(
    function: str, evidence: Sequence[Evidence], words: Sequence[str]
) -> dict[str, Misconception]:
    """What the first wrong answers of which enough is known say; `words` are for their axes."""
    pairs = [
        tuple(as_numbers.numbers_of(each.answer) for each in (one.mine, one.right))
        for one in evidence
        if one.has_wrong_numbers
    ][:TRIED]
    found: dict[str, Misconception] = {}
    for mine, right in pairs:
        if mine is None or right is None or mine.shape != right.shape:
            continue
        name = f"{function}:{ANSWER}:affine"
        if name not in found and (line := fitted(mine, right)):
            found[name] = affine(name, line)
        if len(words) == right.ndim:
            for axis, lines in _fitted_along_axes(mine, right):
                name = f"{function}:{ANSWER}:each_{stem_of(words[axis])}_affine"
                found.setdefault(name, _affine_along(name, axis, words[axis], lines))
    return found


def fitted(mine: Any, right: Any) -> Line | None:
    """Factor and summand that make one answer of the other; None if nothing does, or too little
    is known."""
    left, true = (
        np.asarray(each.detach() if isinstance(each, Tensor) else each, dtype=np.float64).ravel()
        for each in (mine, right)
    )
    if left.shape != true.shape or not np.isfinite(left).all():
        return None
    if len(np.unique(true)) < FEWEST:
        return _factor(left, true)
    factor, summand = np.polyfit(true, left, 1)
    scale = max(1.0, float(np.abs(left).max()))
    if np.abs(factor * true + summand - left).max() > CLOSE * scale:
        return None
    if abs(summand) < CLOSE * scale:
        summand = 0.0
    return float(factor), float(summand)


def _factor(left: NDArray[Any], true: NDArray[Any]) -> Line | None:
    """What two different numbers, none of them zero, were both multiplied by; None if nothing, or
    if their signs are others: that is told of them alone."""
    if len(np.unique(true)) < FEWEST - 1 or not true.all():
        return None
    factors = left / true
    is_one = np.ptp(factors) <= CLOSE * np.abs(factors).max()
    return (float(factors[0]), 0.0) if is_one and factors[0] > 0 else None


def _fitted_along_axes(
    mine: NDArray[Any], right: NDArray[Any]
) -> Iterator[tuple[int, Sequence[Line]]]:
    """For each axis along which every entry is scaled and shifted, and not all alike."""
    for axis, length in enumerate(right.shape):
        if not 2 <= length <= ENTRIES:
            continue
        parts = zip(np.moveaxis(mine, axis, 0), np.moveaxis(right, axis, 0), strict=True)
        lines = [line for part in parts if (line := fitted(*part))]
        if len(lines) == length and not np.allclose(lines, lines[0], rtol=1e-3, atol=1e-4):
            yield axis, lines


def affine(name: str, line: Line) -> Misconception:
    """The answer, multiplied and something added."""
    factor, summand = line

    def change(answer: Any, _: Any, given: Arguments) -> Any:
        return answer * factor + summand

    words = f"{{it}} were multiplied by {factor:.4g}"
    if summand:
        words += f", and {summand:.4g} were added"
    return _of_answers(name, words, change)


def _affine_along(name: str, axis: int, word: str, lines: Sequence[Line]) -> Misconception:
    """The same for each entry along an axis, of which there have to be as many."""
    factors, summands = zip(*lines, strict=True)

    def change(answer: Any, _: Any, given: Arguments) -> Any:
        if not isinstance(answer, Tensor):
            return change(torch.from_numpy(np.ascontiguousarray(answer)), _, given).numpy()
        if answer.ndim <= axis or answer.shape[axis] != len(lines):
            raise ValueError("there are more or fewer")
        shape = [-1 if each == axis else 1 for each in range(answer.ndim)]
        times, plus = (torch.tensor(each).reshape(shape) for each in (factors, summands))
        return answer * times + plus

    return _of_answers(name, _words_along(word, lines), change)


def _words_along(word: str, lines: Sequence[Line]) -> str:
    """What is done to each entry, with the numbers of the first."""
    factors, summands = (np.array(each) for each in zip(*lines, strict=True))
    each = f"each {word} of {{it}}"
    if not summands.any():
        return f"{each} were multiplied by its own number, {factors[0]:.4g} for the first"
    if np.allclose(factors, 1, rtol=1e-3):
        return f"{each} had its own number added, {summands[0]:.4g} for the first"
    if not factors.all():
        return f"{each} were scaled and shifted on its own"
    means, spreads = -summands / factors, 1 / factors
    own = f"{means[0]:.4g} and {spreads[0]:.4g} for the first"
    if len(lines) == len(IMAGENET[0]) and np.allclose((means, spreads), IMAGENET, atol=1e-3):
        own = f"{own}, as pretrained networks want it"
    done = "had its own number subtracted, and were divided by another one"
    return f"{each} {done}, {own}"


def _of_answers(name: str, words: str, change: Any) -> Misconception:
    return of_answers(name, "the result", Map(name, words, lambda answer, given: answer), change)
