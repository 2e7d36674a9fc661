"""Known mistakes of `shares`."""

from collections.abc import Callable

import torch


def divides_by_the_largest(shares):
    """A share is a part of the whole. What have you divided by?"""
    return lambda numbers: shares(numbers) / shares(numbers).max()


def loses_precision(shares):
    """Your answer has another dtype than what it was given."""
    return lambda numbers: shares(numbers.float())


def writes_into_its_input(shares):
    """Dividing in place leaves nothing of the numbers that were given."""
    return lambda numbers: numbers.copy_(shares(numbers))


def sums_the_sizes(shares):
    """A negative number makes the whole smaller."""
    return lambda numbers: numbers / _whole(numbers.abs(), torch.sum)


def accepts_nothing(shares):
    """What is nothing divided by? Think of numbers that add up to zero."""
    return lambda numbers: numbers / numbers.sum()


def _whole(numbers: torch.Tensor, add: Callable[[torch.Tensor], torch.Tensor]) -> torch.Tensor:
    return add(numbers)
