"""What a check may demand of a student's answer. A failure message never shows a hidden value.

An answer comes from the student's process and may be of any type, so each function first checks the
type. An answer may also contain hidden inputs. So each function makes two sentences about it: one
for staff, and one for students that contains only facts with few possible values, such as a shape.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from autograder.backwards import pulled_back
from autograder.errors import CheckFailed, Ours, StudentForbidden, StudentRaised, StudentUnfinished
from autograder.text import tellable
from autograder.text.answers import has, is_plural, kind_of
from autograder.text.axes import axis_words, place_of
from autograder.text.differences import first_difference

__all__ = [
    "close",
    "equal",
    "gradients",
    "inputs_unchanged",
    "integer",
    "layer",
    "ours",
    "partly",
    "raises",
    "shape",
    "that",
]

ours = Ours

# dtype → (relative, absolute). Students may sum in any order, so rounding errors differ.
TOLERANCE = {"float32": (1e-4, 1e-5), "float64": (1e-9, 1e-9)}


class HasLastCall(Protocol):
    """The `student` fixture, as far as `inputs_unchanged` needs it."""

    def changed_inputs_(self) -> tuple[str, ...]:
        """Names of the arguments that the last call wrote into."""
        ...


def that(condition: object, sentence: str, *, told: str = "") -> None:
    """Fail with `sentence` unless `condition` is true.

    Students read `told`. Without it they read `sentence`, if the check's file contains it word for
    word or if it is `ours(f"…")`, which says that it contains nothing that a submission can choose.
    Raises CheckFailed, as all functions here do.
    """
    if not condition:
        raise CheckFailed(sentence, told=told)


def partly(share: float, sentence: str, *, told: str = "") -> None:
    """Give a `share` of the points, from 0 to 1. Fail with `sentence` if it is less than 1."""
    if not 0 <= share <= 1:
        raise ValueError(f"a share is a number from 0 to 1, not {share}")
    if share < 1:
        raise CheckFailed(sentence, told=told, share=share)


def shape(answer: object, wanted: Sequence[int], *, name: str = "The result") -> None:
    """The answer is a tensor or an array of shape `wanted`."""
    actual = tuple(numbers_of(answer, name).shape)
    if actual != tuple(wanted):
        should = f"it should be {tuple(wanted)}"
        raise CheckFailed(
            f"{has(name)} shape {actual}; {should}.",
            told=f"{has(name)} {tellable.shape(actual, wanted)}; {should}.",
        )


def close(
    answer: object,
    wanted: Tensor | NDArray[np.generic],
    *,
    name: str = "The result",
    dtypes: Sequence[str] | None = None,
    axes: Sequence[str] | None = None,
) -> None:
    """The answer has the shape, the dtype and, within tolerance, the numbers of `wanted`.

    If `wanted` is a tensor, the answer must be one; if it is an array, either is accepted. `dtypes`
    are the names of the accepted dtypes (default: that of `wanted`). `axes` are the names of the
    axes, for the message about the first difference. `TOLERANCE` has the tolerances; integers must
    be equal.
    """
    if isinstance(wanted, Tensor) and not isinstance(answer, Tensor):
        raise _other_kind(f"{name} should be a tensor", answer)
    actual, expected = numbers_of(answer, name), numbers_of(wanted, "The truth")
    shape(answer, expected.shape, name=name)
    dtype, allowed = dtype_of(answer), tuple(dtypes or (dtype_of(wanted),))
    # The dtype's name is one of the few that the protocol allows.
    that(dtype in allowed, ours(f"{has(name)} dtype {dtype}; it should be {' or '.join(allowed)}."))
    if np.issubdtype(actual.dtype, np.inexact):
        contains = f"{name} {'contain' if is_plural(name) else 'contains'} NaN"
        that(not np.isnan(actual).any(), ours(f"{contains}, which is not a number."))
    # `~agrees` rather than `disagrees`, so that NaN and infinity never count as right.
    wrong = ~agrees(actual, expected)
    if wrong.all() and not wrong.ndim:
        verb = "are" if is_plural(name) else "is"
        raise CheckFailed(ours(f"{name} {verb} not the right number."))
    if wrong.all() and wrong.size == 1:
        raise CheckFailed(ours(f"{has(name)} the right shape, but the only number is wrong."))
    if wrong.any():
        where = place_of(np.argwhere(wrong)[0], axes or axis_words(wrong.ndim))
        whose, verb = "their" if is_plural(name) else "its", "is" if wrong.sum() == 1 else "are"
        count = f"{int(wrong.sum())} of {whose} {wrong.size} numbers {verb} wrong"
        raise CheckFailed(ours(f"{has(name)} the right shape, but {count}; the first is {where}."))


def equal(answer: object, wanted: object, *, name: str = "The result") -> None:
    """The answer is a number, text, list, tuple or dict with the kinds and values of `wanted`.

    Floats agree to nine digits. Raises TypeError if `wanted` holds tensors: `close` compares those.
    """
    found = first_difference(answer, wanted)
    if found is not None and found.kind:
        raise _other_kind(f"{found.part_of(name)} should be {found.kind}", found.part)
    if found is not None:
        raise CheckFailed(ours(found.sentence_of(name)))


def integer(answer: object, wanted: int, *, name: str = "The result") -> None:
    """The answer equals `wanted` and is a whole number in Python's sense (`operator.index`)."""
    try:
        actual = operator.index(answer)  # type: ignore[arg-type]  # a stranger's answer: that is the question
    except TypeError:
        raise _other_kind(f"{name} should be an int", answer) from None
    if actual != wanted:
        difference = "larger" if actual > wanted else "smaller"
        raise CheckFailed(ours(f"{name} is {difference} than it should be."))


def layer(answer: object, *, name: str = "The layer") -> None:
    """The answer is an `nn.Module`, here or in the student's process."""
    if not isinstance(answer, torch.nn.Module) and not getattr(answer, "is_module_", False):
        raise _other_kind(f"{name} should be an nn.Module", answer)


@contextmanager
def raises(kind: type[Exception], *, when: str) -> Iterator[None]:
    """The student's code raises `kind` in the block; `when` completes the sentence.

    Example: `with expect.raises(ValueError, when="the stride is 0"): …`
    """
    try:
        yield
    except (StudentUnfinished, StudentForbidden):
        raise  # neither says how the code behaves here
    except StudentRaised as raised:
        if kind.__name__ not in raised.type_names:
            actual = raised.type_names[0] if raised.type_names else "something else"
            demanded, known = f"{kind.__name__} should be raised", tellable.exception(actual)
            raise CheckFailed(
                f"When {when}, {demanded}; {actual} was raised.",
                told=f"When {when}, {demanded}; {known} was raised.",
            ) from None
        raised.was_demanded = True
    else:
        nothing = f"When {when}, {kind.__name__} should be raised; nothing was raised."
        raise CheckFailed(ours(nothing))


def gradients(answer: object, wanted: Tensor, of: Mapping[str, Tensor]) -> None:
    """The backward pass from `answer` gives each tensor in `of` the gradient that `wanted` gives.

    `answer` and `wanted` have the same shape and are computed from the same leaves. `of` maps names
    to these leaves. The incoming gradient differs from element to element, so that errors don't
    cancel. Of a tuple or a list, the first four tensors can be asked. Raises ValueError if the
    check gives no such leaves.
    """
    if not isinstance(of, Mapping) or not of or not all(map(_is_leaf, of.values())):
        raise ValueError("`of` maps names to tensors that require gradients, as {'x': x}")
    if not _is_leaf(wanted):
        raise ValueError("`wanted` was computed of nothing that requires gradients")
    if not isinstance(answer, Tensor):
        raise _other_kind("The result should be a tensor", answer)
    shape(answer, wanted.shape)
    that(
        answer.requires_grad,
        ours("The result is cut off from its inputs: no gradient flows back through it."),
    )
    numbers = torch.arange(wanted.numel(), dtype=wanted.dtype)
    inflow = (1 + numbers.sin() / 2).reshape(wanted.shape)  # never zero: each element counts
    leaves = list(of.values())
    actual = pulled_back(answer, leaves, inflow)
    expected = pulled_back(wanted, leaves, inflow)
    for (name, leaf), mine, right in zip(of.items(), actual, expected, strict=True):
        that(mine is not None, ours(f"No gradient flows back to `{name}`."))
        assert mine is not None  # noqa: S101 - for the type checker; `that` has raised
        if right is None:
            raise ValueError(f"`wanted` was not computed of `{name}`, which is in `of`")
        close(mine.to(leaf.dtype), right, name=f"The gradient of `{name}`")


def _is_leaf(value: object) -> bool:
    return isinstance(value, Tensor) and value.requires_grad


def inputs_unchanged(student: HasLastCall) -> None:
    """The last call did not write into its arguments."""
    changed = ", ".join(student.changed_inputs_())  # names that the check has chosen
    sentence = f"The call writes into its inputs ({changed}); it should leave them as they are."
    that(not changed, ours(sentence))


def agrees(actual: NDArray[np.generic], expected: NDArray[np.generic]) -> NDArray[np.bool_]:
    """For each element, whether the answer is within the tolerance of its own dtype: bool array.

    Both arrays have the same shape.
    """
    if dtype_of(actual) not in TOLERANCE:
        same: NDArray[np.bool_] = np.equal(actual, expected)
        return same
    relative, absolute = TOLERANCE[dtype_of(actual)]
    right = expected.astype(np.float64)
    # A difference of infinities is NaN, and a NaN is not within any bound.
    with np.errstate(invalid="ignore", over="ignore"):
        difference = np.abs(actual.astype(np.float64) - right)
    within: NDArray[np.bool_] = np.less_equal(difference, absolute + relative * np.abs(right))
    return within


def numbers_of(answer: object, name: str = "The result") -> NDArray[np.generic]:
    """The numbers of a tensor or an array, as an array of the same shape without gradients."""
    if isinstance(answer, Tensor):
        dense = answer.detach().cpu()
        # numpy has no bfloat16. float32 holds its values exactly; `dtype_of` keeps the dtype.
        return dense.float().numpy() if dense.dtype is torch.bfloat16 else dense.numpy()
    if isinstance(answer, np.ndarray):
        return answer
    raise _other_kind(f"{name} should be a tensor or an array", answer)


def dtype_of(answer: object) -> str:
    """The dtype's name, the same for tensors and arrays: 'float32'."""
    return _name_of(getattr(answer, "dtype", ""))


@functools.lru_cache(maxsize=256)
def _name_of(dtype: object) -> str:
    return str(dtype).removeprefix("torch.")  # NumPy takes its time for this


def _other_kind(demand: str, answer: object) -> CheckFailed:
    """The failure of an answer that has the wrong type."""
    kind = kind_of(answer)
    return CheckFailed(f"{demand}; it is {kind}.", told=f"{demand}; it is {tellable.kind(kind)}.")
