"""Known mistakes of `softmax`: each takes the right function and returns the wrong one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import Tensor

Softmax = Callable[[Tensor], Tensor]

AXES = {"scores": ("row", "score"), "return of softmax": ("row", "score")}


def _softmax_call(
    numbers: Callable[..., Tensor], before: tuple[int, ...], scores: int
) -> Mapping[str, Any]:
    """A small call of `softmax`, which the grader may ask of a student's code."""
    return {"scores": numbers(*before, scores)}


PROBES = {
    "softmax": (_softmax_call, {"before": ((2,), (), (1,), (3,), (2, 2)), "scores": (3, 1, 2, 4)})
}


def _shares(scores: Tensor, dim: int) -> Tensor:
    """Softmax by hand: a known mistake must not call what is forbidden, either."""
    powers = torch.exp(scores - scores.amax(dim=dim, keepdim=True))
    return powers / powers.sum(dim=dim, keepdim=True)


def shares_along_the_first_axis(softmax: Softmax) -> Softmax:
    """Your shares add up to one along the first axis. Add up a row of your result: which axis
    counts the scores that compete?"""

    def wrong(scores: Tensor) -> Tensor:
        softmax(scores)  # refuses what the right one refuses
        return _shares(scores, dim=0)

    return wrong


def shares_along_the_last_but_one_axis(softmax: Softmax) -> Softmax:
    """Your shares add up to one down the columns of each grid. Which axis counts the scores that
    compete?"""

    def wrong(scores: Tensor) -> Tensor:
        softmax(scores)
        return _shares(scores, dim=max(-2, -scores.ndim))

    return wrong


def shares_among_all_numbers(softmax: Softmax) -> Softmax:
    """All your shares together add up to one. How much should a single row add up to?"""

    def wrong(scores: Tensor) -> Tensor:
        softmax(scores)
        return _shares(scores.flatten(), dim=0).reshape(scores.shape)

    return wrong


def does_not_divide(softmax: Softmax) -> Softmax:
    """Your results are positive, but what do they add up to?"""

    def wrong(scores: Tensor) -> Tensor:
        softmax(scores)
        return torch.exp(scores - scores.amax(dim=-1, keepdim=True))

    return wrong


def divides_scores_without_powers(softmax: Softmax) -> Softmax:
    """You divide each score by the sum of the scores. What becomes of a negative one?"""

    def wrong(scores: Tensor) -> Tensor:
        softmax(scores)
        return scores / scores.sum(dim=-1, keepdim=True)

    return wrong


def overflows(softmax: Softmax) -> Softmax:
    """Try your function with a score of 1000, and look at the power before you divide. What can be
    done to all scores of a row so that none is large?"""

    def wrong(scores: Tensor) -> Tensor:
        softmax(scores)
        powers = torch.exp(scores)
        return powers / powers.sum(dim=-1, keepdim=True)

    return wrong


def subtracts_the_largest_of_all_rows(softmax: Softmax) -> Softmax:
    """You compare each score with the largest of all rows. What is left of a row whose scores are
    all far below that?"""

    def wrong(scores: Tensor) -> Tensor:
        softmax(scores)
        powers = torch.exp(scores - scores.max())
        return powers / powers.sum(dim=-1, keepdim=True)

    return wrong


def loses_precision(softmax: Softmax) -> Softmax:
    """Your result is float32 whatever came in. Where does its dtype come from?"""
    return lambda scores: softmax(scores).float()


def writes_into_the_scores(softmax: Softmax) -> Softmax:
    """You write into the scores that you were given, and nobody else can use them any more. Which
    of your operations works in place?"""

    def wrong(scores: Tensor) -> Tensor:
        shares = softmax(scores)
        scores.data.copy_(shares.detach())
        return shares

    return wrong


def cuts_the_way_back(softmax: Softmax) -> Softmax:
    """No gradient comes back to the scores, so that nothing before them will ever learn. Where do
    you take them out of the graph?"""
    return lambda scores: softmax(scores.detach())


def accepts_an_empty_row(softmax: Softmax) -> Softmax:
    """What are the shares of no scores? See what your function makes of them."""

    def wrong(scores: Tensor) -> Tensor:
        return softmax(scores) if scores.shape[-1] else scores.clone()

    return wrong
