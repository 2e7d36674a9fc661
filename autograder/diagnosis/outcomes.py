"""What came of a call, and whether two outcomes of one call are the same."""

from __future__ import annotations

import math
import operator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from autograder import expect
from autograder.diagnosis import as_numbers

CLEARLY = 0.1  # relative and absolute


class Described(str):
    """What stands for an answer that is no data: its description, which is no text of theirs."""

    __slots__ = ()


@dataclass(frozen=True)
class CallOutcome:
    """What came of a call: an answer, or the names of an exception's classes, nearest first.

    `needs_grad` are the places from which gradients flow back to the arguments that want one: 0 for
    an answer that is a tensor, those in it for a list or a tuple.
    """

    answer: object = None
    error: tuple[str, ...] | None = None
    is_changed: bool = False
    needs_grad: tuple[int, ...] = ()
    gradients: tuple[tuple[Tensor | None, ...], ...] = ()


def agree(
    mine: CallOutcome, other: CallOutcome, right: CallOutcome, *, exactly: bool = True
) -> bool:
    """Whether two outcomes of one call are the same, as far as a mistake is concerned.

    If not `exactly`, only numbers count, not dtype, gradients and what is written into arguments.
    Exceptions differ only in whether they are of the kind that is `right` here: a student with the
    same mistake in another style may crash with another exception.
    """
    if mine.error is not None or other.error is not None:
        if mine.error is None or other.error is None:
            return False
        kind = right.error[0] if right.error else ""
        return (kind in mine.error) == (kind in other.error)
    if not exactly:
        return alike(mine.answer, other.answer, dtype_matters=False)
    return (
        mine.is_changed == other.is_changed
        and mine.needs_grad == other.needs_grad
        and alike(mine.answer, other.answer)
        and alike(mine.gradients, other.gradients, dtype_matters=False)
    )


def differ_clearly(mine: CallOutcome, other: CallOutcome) -> bool:
    """Whether two tensors differ in shape, or by more than any precision explains: most do, which
    is soon seen."""
    left, right = mine.answer, other.answer
    if not isinstance(left, Tensor) or not isinstance(right, Tensor):
        return False
    if left.shape != right.shape:
        return True
    if left.is_complex() or right.is_complex() or not left.numel():
        return False
    first = (0,) * left.ndim
    one, other_one = left[first].item(), right[first].item()
    if abs(one - other_one) > CLEARLY * (1 + abs(other_one)):  # as it is for most: soon seen
        return True
    distance = (left.double() - right.double()).abs() - CLEARLY * right.double().abs()
    return bool((distance > CLEARLY).any())  # NaN is not


def alike(mine: object, other: object, *, dtype_matters: bool = True) -> bool:
    """Whether two answers are equal within the tolerance of `expect`.

    If not `dtype_matters`, they are whenever they hold the same numbers, in whatever they do.
    """
    if type(mine) is int and type(other) is int:
        return mine == other  # the quick way
    if isinstance(mine, Tensor | np.ndarray) and isinstance(other, Tensor | np.ndarray):
        if mine.shape != other.shape:
            return False
        is_same_kind = expect.dtype_of(mine) == expect.dtype_of(other)
        if is_same_kind and isinstance(mine, Tensor) >= isinstance(other, Tensor):
            return same_numbers(mine, other)
        return not dtype_matters and as_numbers.same(mine, other)
    if isinstance(mine, list | tuple) and isinstance(other, list | tuple):
        pairs = zip(mine, other, strict=False)
        alikes = (alike(a, b, dtype_matters=dtype_matters) for a, b in pairs)
        return len(mine) == len(other) and all(alikes)
    if isinstance(mine, dict) and isinstance(other, dict):
        return mine.keys() == other.keys() and all(
            alike(mine[key], other[key], dtype_matters=dtype_matters) for key in mine
        )
    if isinstance(mine, float | np.floating) and isinstance(other, float | np.floating):
        same = math.isclose(mine, other, rel_tol=1e-6, abs_tol=1e-9)
        return same or (math.isnan(mine) and math.isnan(other))
    if not dtype_matters and as_numbers.same(mine, other):
        return True
    try:
        return operator.index(mine) == operator.index(other)  # type: ignore[arg-type]  # tried out
    except TypeError:
        return type(mine) is type(other) and bool(mine == other)


def same_numbers(mine: Tensor | np.ndarray[Any, Any], other: Tensor | np.ndarray[Any, Any]) -> bool:
    """Whether the numbers are equal within tolerance; infinities and NaN count as numbers."""
    if isinstance(mine, Tensor) and isinstance(other, Tensor) and torch.equal(mine, other):
        return True  # as most are: the quick way
    left, right = expect.numbers_of(mine), expect.numbers_of(other)
    if not np.issubdtype(left.dtype, np.inexact) and np.issubdtype(right.dtype, np.inexact):
        left = left.astype(right.dtype)
    is_same = (expect.agrees(left, right) & np.isfinite(right)) | (left == right)
    if not is_same.all():
        both_nan = (left != left) & (right != right)
        is_same = is_same | both_nan
    return bool(is_same.all())
