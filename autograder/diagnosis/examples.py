"""Small calls for students to look at, with numbers that no check has asked for.

A student may see what is wrong with an answer, but no hidden input and no hidden truth. So nothing
here is taken from a check: the calls are those of the course's probes, or have the shapes of calls
that failed, with other numbers in them; and the student's code is asked in a process that has seen
no other call, since it could answer with what it has seen.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from itertools import chain, islice
from typing import Any

import numpy as np
import torch
from torch import Tensor

from autograder.diagnosis import as_numbers, written_calls
from autograder.diagnosis.asking import Ask, Asking
from autograder.diagnosis.error_patterns import axis_words
from autograder.diagnosis.evidence import CallGroup, CaseEvidence, Evidence
from autograder.diagnosis.misconceptions import Catalogue
from autograder.diagnosis.oracle import Oracle, gather
from autograder.diagnosis.probes import probes_of
from autograder.diagnosis.recording import RecordedCall
from autograder.diagnosis.replay import Replayer
from autograder.diagnosis.shrinking import smaller
from autograder.results import Example, Numbers, Status
from autograder.scoring import CaseOutcome
from autograder.text.axes import place_of

SEED = 23
MAX_FUNCTIONS = 3  # of one task
MAX_TRIED = 45  # calls until one is found that goes wrong
MAX_NUMBERS = 64  # in an argument or an answer
SIDE = 4  # a picture of which the sides are not made shorter: more can be seen than in one number

Fresh = Callable[[], AbstractContextManager[Ask]]


def examples_of(
    catalogue: Catalogue,
    outcomes: Sequence[CaseOutcome],
    calls: Sequence[Sequence[RecordedCall]],
    fresh: Fresh,
) -> tuple[Example, ...]:
    """An example for each function with wrong numbers, as far as one is found.

    `fresh` gives the student's code in a process of its own.
    """
    cases = [
        CaseEvidence(made, is_passed=False, is_diagnosable=outcome.status is Status.WRONG)
        for outcome, made in zip(outcomes, calls, strict=True)
    ]
    if not any(case.is_diagnosable for case in cases):
        return ()
    replayer = Replayer()
    try:
        with np.errstate(all="ignore"):
            oracle = Oracle(catalogue, replayer)
            groups = [g for g in gather(cases, oracle) if any(e.has_wrong_numbers for e in g.wrong)]
            if not groups:
                return ()
            with fresh() as ask:
                found = [
                    _example(group, catalogue, Asking(ask, oracle), outcomes)
                    for group in groups[:MAX_FUNCTIONS]
                ]
        return tuple(each for each in found if each is not None)
    finally:
        replayer.close()


def _example(
    group: CallGroup, catalogue: Catalogue, asking: Asking, outcomes: Sequence[CaseOutcome]
) -> Example | None:
    for call in islice(_calls(group, catalogue), MAX_TRIED):
        evidence = asking.one(call)
        if evidence is not None and evidence.has_wrong_numbers:
            names = dict.fromkeys(outcomes[e.case].check for e in group.wrong)
            found = _made(_shrunk(evidence, asking), catalogue, tuple(names))
            if found is not None:
                return found
    return None


def _calls(group: CallGroup, catalogue: Catalogue) -> Iterator[RecordedCall]:
    """Calls that no check has made, each first with small whole numbers."""
    made = [each.call for each in group.evidence]
    probes = probes_of(catalogue.probes, group.function, made)
    ours: Iterator[RecordedCall] = iter(())
    if probes is not None:
        base, *varied = probes.one_at_a_time()
        # Sizes come first among a course's settings; what is told last goes wrong more often.
        ours = chain([base], reversed(varied), islice(probes.several_at_once(SEED), MAX_TRIED))
    draw = torch.Generator().manual_seed(SEED)
    for call in chain(ours, (e.call for e in group.wrong if _has_arrays(e.call))):
        if _is_plain(call):
            yield _redrawn(call, draw)


def with_other_numbers(calls: Iterable[RecordedCall], *, seed: int) -> Iterator[RecordedCall]:
    """The calls of functions about numbers alone, with small whole numbers in them."""
    draw = torch.Generator().manual_seed(seed)
    return (_redrawn(call, draw) for call in calls if _is_plain(call))


def _is_plain(call: RecordedCall) -> bool:
    """Whether it is a function's, about numbers alone."""
    values = (*call.args, *call.kwargs.values())
    return call.made is None and all(map(_is_number, values))


def _is_number(value: object) -> bool:
    if isinstance(value, tuple):
        return all(type(part) is int for part in value)
    return value is None or isinstance(value, Tensor | np.ndarray | bool | int | float)


def _has_arrays(call: RecordedCall) -> bool:
    """Without any, nothing could be drawn anew: its numbers are those of a hidden check."""
    return any(isinstance(v, Tensor | np.ndarray) for v in (*call.args, *call.kwargs.values()))


def _redrawn(call: RecordedCall, draw: torch.Generator) -> RecordedCall:
    args = tuple(_drawn_like(value, draw) for value in call.args)
    kwargs = {name: _drawn_like(value, draw) for name, value in call.kwargs.items()}
    return replace(call, args=args, kwargs=kwargs, answer=None, error=None, backwards=[])


def _drawn_like(value: Any, draw: torch.Generator) -> Any:
    """Small whole numbers in the same type: they can be followed with a pencil."""
    if isinstance(value, np.ndarray):
        return _drawn_like(torch.from_numpy(np.ascontiguousarray(value)), draw).numpy()
    if not isinstance(value, Tensor):
        return value
    if value.dtype is torch.bool or value.is_complex():
        return value.detach().new_zeros(value.shape)
    low, high = (0, 256) if value.dtype is torch.uint8 else (-4, 10)
    numbers = torch.randint(low, high, value.shape, generator=draw)
    return numbers.to(value.dtype)


def _shrunk(evidence: Evidence, asking: Asking) -> Evidence:
    """A call that still goes wrong with fewer pictures and channels, and with shorter sides, but
    in which something is left to see.
    """
    is_smaller = True
    while is_smaller and not asking.is_over:
        is_smaller = False
        for call in smaller(evidence.call):
            if not _is_seen(call, evidence.call) or asking.is_over:
                continue
            found = asking.one(call)
            if found is not None and found.has_wrong_numbers:
                evidence, is_smaller = found, True
                break
    return evidence


def _is_seen(call: RecordedCall, before: RecordedCall) -> bool:
    """Whether no side has become shorter than a small picture's; leading axes may be of one."""
    arrays_before = _arrays(before)
    has_pictures = any(each.ndim > 1 for each in arrays_before.values())
    for name, array in _arrays(call).items():
        was = arrays_before[name]
        if was.ndim < 2 and has_pictures:
            continue  # such as a bias, which follows the channels
        for side, old in zip(array.shape[-2:], was.shape[-2:], strict=True):
            if side < old and side < SIDE:
                return False
    return True


def _arrays(call: RecordedCall) -> Mapping[int | str, Any]:
    values: dict[int | str, Any] = dict(enumerate(call.args))
    values.update(call.kwargs.items())
    return {name: v for name, v in values.items() if isinstance(v, Tensor | np.ndarray)}


def _made(evidence: Evidence, catalogue: Catalogue, checks: tuple[str, ...]) -> Example | None:
    """The example; None if it has too many numbers to be looked at, or none."""
    mine, right = (as_numbers.numbers_of(e.answer) for e in (evidence.mine, evidence.right))
    if mine is None or right is None or evidence.mine.error is not None:
        return None
    call = evidence.call
    arrays = list(_arrays(call).values())
    sizes = [math.prod(each.shape) for each in arrays]
    if max(*sizes, mine.size, right.size, 0) > MAX_NUMBERS or not right.size or not mine.size:
        return None
    wrong: Sequence[int] = ()
    if mine.shape == right.shape:
        tolerance = as_numbers.tolerance(evidence.mine.answer, evidence.right.answer)
        wrong = np.flatnonzero(~as_numbers.agree(mine, right, tolerance)).tolist()
        if not wrong:
            return None
    axes = axis_words(catalogue.answer_axes(call.function), right.ndim)
    written = written_calls.written(call, catalogue.right)
    return Example(
        function=call.function,
        checks=checks,
        code=written.text,
        inputs=tuple((name, numbers(np.asarray(value))) for name, value in written.arrays),
        expected=numbers(right),
        yours=numbers(mine),
        wrong=tuple(wrong),
        place=_place(wrong[0], right.shape, axes) if wrong and right.ndim else "",
    )


def _place(flat: int, shape: tuple[int, ...], axes: Sequence[str]) -> str:
    return place_of(np.array(np.unravel_index(flat, shape)), axes)


def numbers(array: np.ndarray[Any, Any]) -> Numbers:
    """An array as what a report holds of it."""
    values = tuple(_number(value) for value in array.reshape(-1).tolist())
    return Numbers(tuple(array.shape), str(array.dtype), values)


def _number(value: object) -> float | str:
    if isinstance(value, bool | int | float):
        if math.isfinite(value):
            return float(f"{value:.7g}")
        return "NaN" if value != value else ("∞" if value > 0 else "−∞")
    return str(value)[:30]
