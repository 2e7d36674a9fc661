"""How large a call is: small ones are looked at first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from autograder.diagnosis.recording import RecordedCall
from autograder.diagnosis.scripts import Script


def size(call: RecordedCall) -> int:
    """How many numbers go into the call, and into those before it that it needs."""
    before = call.made.values() if isinstance(call.made, Script) else ()
    return _size([*before, *call.args, *call.kwargs.values()])


def _size(values: Iterable[object]) -> int:
    total = 0
    for value in values:
        if isinstance(value, Mapping):
            total += _size(value.values())
        elif isinstance(value, list | tuple):
            total += _size(value)
        elif hasattr(value, "shape"):
            total += max(1, product_of(value.shape))
        else:
            total += len(value) if isinstance(value, str) else 1
    return total


def product_of(shape: Iterable[int]) -> int:
    """How many numbers a tensor of this shape has."""
    product = 1
    for side in shape:
        product *= int(side)
    return product
