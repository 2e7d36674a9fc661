"""Known mistakes of `cross_entropy`: each takes the right function and returns the wrong one."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import Tensor

Loss = Callable[[Tensor, Tensor], Tensor]

AXES = {"scores": ("example", "class"), "targets": ("example",)}
PROPERTIES = (
    (
        "the target of each example is its best score",
        lambda scores, targets: bool((scores.argmax(dim=1) == targets).all()),
    ),
)


def _cross_entropy_call(
    numbers: Callable[..., Tensor], examples: int, classes: int, step: int
) -> Mapping[str, Any]:
    """A small call of `cross_entropy`, which the grader may ask of a student's code."""
    targets = (1 + step * torch.arange(examples)) % classes
    return {"scores": numbers(examples, classes), "targets": targets}


PROBES = {
    "cross_entropy": (
        _cross_entropy_call,
        {"examples": (2, 1, 3, 4), "classes": (3, 2, 4), "step": (1, 2, 0)},
    )
}


def _shares(scores: Tensor, dim: int) -> Tensor:
    """Softmax by hand: a known mistake must not call what is forbidden, either."""
    powers = torch.exp(scores - scores.amax(dim=dim, keepdim=True))
    return powers / powers.sum(dim=dim, keepdim=True)


def sums_instead_of_the_mean(cross_entropy: Loss) -> Loss:
    """Your loss grows with the number of examples. What would that do to the steps of a training
    when the batch is twice as large?"""
    return lambda scores, targets: cross_entropy(scores, targets) * len(targets)


def forgets_the_minus(cross_entropy: Loss) -> Loss:
    """Your loss is negative. What is the sign of the logarithm of a share?"""
    return lambda scores, targets: -cross_entropy(scores, targets)


def averages_over_the_classes_too(cross_entropy: Loss) -> Loss:
    """You divide by the examples and by the classes. How many surprises are there?"""
    return lambda scores, targets: cross_entropy(scores, targets) / scores.shape[1]


def takes_no_logarithm(cross_entropy: Loss) -> Loss:
    """You average the shares themselves. Which function of a share is a surprise?"""

    def wrong(scores: Tensor, targets: Tensor) -> Tensor:
        cross_entropy(scores, targets)
        shares = _shares(scores, dim=1)
        return -shares.gather(1, targets[:, None]).mean()

    return wrong


def takes_logarithms_to_the_base_of_two(cross_entropy: Loss) -> Loss:
    """You measure in bits. To which base is the logarithm that the task asks for?"""
    return lambda scores, targets: cross_entropy(scores, targets) / math.log(2)


def shares_along_the_examples(cross_entropy: Loss) -> Loss:
    """Your shares add up to one over the examples of a class. Who competes with whom?"""

    def wrong(scores: Tensor, targets: Tensor) -> Tensor:
        cross_entropy(scores, targets)
        return -_shares(scores, dim=0).log().gather(1, targets[:, None]).mean()

    return wrong


def takes_raw_scores_for_logarithms(cross_entropy: Loss) -> Loss:
    """You take the target's score as it is. What happens to your loss if 10 is added to all
    scores, and what happens to the shares?"""

    def wrong(scores: Tensor, targets: Tensor) -> Tensor:
        cross_entropy(scores, targets)
        return -scores.gather(1, targets[:, None]).mean()

    return wrong


def takes_softmax_twice(cross_entropy: Loss) -> Loss:
    """You turn scores into shares, and the shares into shares once more. What is given to what?"""

    def wrong(scores: Tensor, targets: Tensor) -> Tensor:
        cross_entropy(scores, targets)
        return cross_entropy(_shares(scores, dim=1), targets)

    return wrong


def counts_targets_from_one(cross_entropy: Loss) -> Loss:
    """You look at the class beside the target. Which number has the first class?"""

    def wrong(scores: Tensor, targets: Tensor) -> Tensor:
        return cross_entropy(scores, (targets - 1) % max(1, scores.shape[1]))

    return wrong


def takes_the_logarithm_of_a_share_that_vanished(cross_entropy: Loss) -> Loss:
    """A share below 1e-45 is zero in float32. What is its logarithm? Can you go without the
    share?"""

    def wrong(scores: Tensor, targets: Tensor) -> Tensor:
        cross_entropy(scores, targets)
        return -_shares(scores, dim=1).gather(1, targets[:, None]).log().mean()

    return wrong


def caps_the_surprise(cross_entropy: Loss) -> Loss:
    """You add a small number to the share, so that its logarithm exists. How surprised can your
    loss be at the most?"""

    def wrong(scores: Tensor, targets: Tensor) -> Tensor:
        cross_entropy(scores, targets)
        shares = _shares(scores, dim=1).gather(1, targets[:, None])
        return -(shares + 1e-9).log().mean()

    return wrong


def cuts_the_way_back(cross_entropy: Loss) -> Loss:
    """No gradient comes back to the scores: with this loss nothing learns. Where do you leave the
    graph?"""
    return lambda scores, targets: cross_entropy(scores.detach(), targets)


def accepts_no_examples(cross_entropy: Loss) -> Loss:
    """What is the mean of no surprises? See what your function makes of it."""

    def wrong(scores: Tensor, targets: Tensor) -> Tensor:
        return cross_entropy(scores, targets) if len(targets) else scores.sum()

    return wrong
