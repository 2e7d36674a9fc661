"""Known mistakes of `centring`: each takes the right function and returns the wrong one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from torch import Tensor

Centring = Callable[[Tensor], Tensor]

# Words for the axes of what goes in and of what comes out.
AXES = {"batch": ("example", "feature"), "return of centred": ("example", "feature")}
# What may matter about the arguments, and needs more than one look at them.
PROPERTIES = (
    ("the batch has as many examples as features", lambda batch: batch.shape[0] == batch.shape[1]),
)


def _centred_call(
    numbers: Callable[..., Tensor], examples: int, features: int
) -> Mapping[str, Any]:
    """A small call of `centred`, which the grader may ask of a student's code."""
    return {"batch": numbers(examples, features)}


# The first value of a setting is that of the base call; the others vary it.
PROBES = {"centred": (_centred_call, {"examples": (3, 1, 2, 4), "features": (2, 1, 3, 4)})}


def subtracts_one_mean_for_all_features(centred: Centring) -> Centring:
    """You take one mean of all numbers. Two features, one in metres and one in millimetres: which
    of them would be centred?"""

    def wrong(batch: Tensor) -> Tensor:
        centred(batch)  # refuses what the right one refuses
        return batch - batch.mean()

    return wrong


def subtracts_the_mean_of_each_example(centred: Centring) -> Centring:
    """You take the mean along the other axis, over the features of one example. Which axis counts
    the examples?"""

    def wrong(batch: Tensor) -> Tensor:
        centred(batch)
        return batch - batch.mean(dim=1, keepdim=True)

    return wrong


def loses_precision(centred: Centring) -> Centring:
    """Your result is float32 whatever came in. Where does its dtype come from?"""
    return lambda batch: centred(batch).float()


def writes_into_the_batch(centred: Centring) -> Centring:
    """You write into the batch that you were given, and nobody else can use it any more. Which of
    your operations works in place?"""
    return lambda batch: batch.copy_(centred(batch))


def accepts_an_empty_batch(centred: Centring) -> Centring:
    """What is the mean of no numbers? See what your function makes of it."""
    return lambda batch: batch - batch.mean(dim=0)
