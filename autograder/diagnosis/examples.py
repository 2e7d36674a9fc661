"""Small calls for students to look at, with numbers that no check has asked for.

A student may see what is wrong with an answer, but no hidden input and no hidden truth. So nothing
here is taken from a check: the calls are those of the course's probes, or have the shapes of calls
that failed, with other numbers in them; and the student's code is asked in a process that has seen
no other call, since it could answer with what it has seen.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from itertools import chain, islice
from types import ModuleType
from typing import Any

import numpy as np
import torch

from autograder.diagnosis import (
    as_numbers,
    own_values,
    redrawing,
    shrinking,
    simple_floats,
    written_calls,
)
from autograder.diagnosis.asking import Ask, Asking, Waited, has_right_numbers
from autograder.diagnosis.error_patterns import axis_words
from autograder.diagnosis.evidence import CallGroup, CaseEvidence, Evidence
from autograder.diagnosis.misconceptions import Catalogue
from autograder.diagnosis.oracle import Oracle, gather
from autograder.diagnosis.outcomes import alike
from autograder.diagnosis.probes import probes_of
from autograder.diagnosis.recording import RecordedCall
from autograder.diagnosis.replay import Replayer
from autograder.diagnosis.scripts import Script
from autograder.diagnosis.shrinking import smaller, smaller_layers, smaller_scripts
from autograder.results import Example, Numbers, Status
from autograder.sandbox.limits import Spent
from autograder.scoring import CaseOutcome
from autograder.text.axes import place_of

SEED = 23
MAX_FUNCTIONS = 3  # of one task
MAX_TRIED = 45  # calls until one is found that goes wrong
MAX_NUMBERS = 64  # in an argument or an answer
MAX_CODE = 3900  # characters of a call; pages cut longer code, which then would not run
SIDE = 4  # a picture of which the sides are not made shorter: more can be seen than in one number

Fresh = Callable[[], AbstractContextManager[Ask]]


def examples_of(
    catalogue: Catalogue,
    outcomes: Sequence[CaseOutcome],
    calls: Sequence[Sequence[RecordedCall]],
    fresh: Fresh,
    spent: Callable[[], Spent] = Spent,
    may_keep: bool = False,
) -> tuple[Example, ...]:
    """An example for each function with wrong numbers, as far as one is found.

    `fresh` gives the student's code in a process of its own, `spent` the time that it has taken.
    Of code that `may_keep` something from call to call, an example has to go wrong where it is the
    first call, as it is when a student tries it.
    """
    compared = catalogue.observed.compared
    cases = [
        CaseEvidence(compared(made), is_passed=False, is_diagnosable=outcome.status is Status.WRONG)
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
                waited = Waited(spent)
                found = [
                    _example(group, catalogue, Asking(ask, oracle, waited), outcomes)
                    for group in groups[:MAX_FUNCTIONS]
                ]
            shown = [each for each in found if each is not None]
            if may_keep:
                shown = [each for each in shown if _is_wrong_at_first(each[0], fresh, oracle)]
        return tuple(example for _, example in shown)
    finally:
        replayer.close()


def _is_wrong_at_first(shown: Evidence, fresh: Fresh, oracle: Oracle) -> bool:
    """Whether the call has the same wrong answer in a process that was asked nothing else."""
    with fresh() as ask:
        again = Asking(ask, oracle).one(shown.call)
    return again is not None and again.is_wrong and has_right_numbers(again.mine, shown.mine)


def _example(
    group: CallGroup, catalogue: Catalogue, asking: Asking, outcomes: Sequence[CaseOutcome]
) -> tuple[Evidence, Example] | None:
    for call in islice(_calls(group, catalogue), MAX_TRIED):
        evidence = asking.one(call)
        if evidence is not None and evidence.has_wrong_numbers:
            names = dict.fromkeys(outcomes[e.case].check for e in group.wrong)
            shown = _shrunk(evidence, asking, catalogue.right)
            found = _made(shown, catalogue, tuple(names))
            if found is not None:
                return shown, found
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
    recorded = (e.call for e in group.wrong if redrawing.has_arrays(e.call))
    plain = chain(
        (call for call in ours if redrawing.is_plain(call, with_words=True)),
        _with_other_floats(filter(redrawing.is_plain, recorded)),
    )
    of_values = (e.call for e in group.wrong if own_values.has_values(e.call))
    ours = chain.from_iterable(shrinking.with_values_of_ours(call) for call in of_values)
    plain = chain(plain, (call for call in ours if redrawing.is_plain(call, with_lists=True)))
    yield from filter(None, (redrawing.redrawn(call, draw) for call in plain))


def _with_other_floats(recorded: Iterator[RecordedCall]) -> Iterator[RecordedCall]:
    """The calls of checks; those with floats come later, with several others each."""
    calls = list(recorded)
    yield from (call for call in calls if not simple_floats.has_floats(call))
    several = [simple_floats.with_simple_floats(c) for c in calls if simple_floats.has_floats(c)]
    for together in zip(*several, strict=True):
        yield from together


def _shrunk(evidence: Evidence, asking: Asking, solution: ModuleType) -> Evidence:
    """A call that still goes wrong with fewer pictures and channels, and with shorter sides, but
    in which something is left to see.
    """
    is_smaller = True
    while is_smaller and not asking.is_over:
        is_smaller = False
        calls = smaller_layers(evidence.call, solution), smaller_scripts(evidence.call)
        for call in (*chain(*calls), *smaller(evidence.call)):
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
        if (was.ndim < 2 and has_pictures) or not was.ndim:
            continue  # such as a bias, which follows the channels
        for side, old in zip(array.shape[-2:], was.shape[-2:], strict=True):
            if side < old and side < SIDE:
                return False
    return True


def _parts(value: Any) -> Sequence[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list | tuple) else [value]


def _arrays(call: RecordedCall) -> Mapping[int | str, Any]:
    values: dict[int | str, Any] = dict(enumerate(call.args))
    values.update(call.kwargs.items())
    if isinstance(call.made, Script):
        for step in call.made.steps:
            its = (*step.args, *step.kwargs.values())
            values.update({f"{step.number}.{place}": value for place, value in enumerate(its)})
        values = {
            f"{name}.{place}": part
            for name, value in values.items()
            for place, part in enumerate(_parts(value))
        }
    elif call.made is not None and call.made.state is not None:
        values.update({f"layer.{name}": value for name, value in call.made.state.items()})
    return {name: value for name, value in values.items() if redrawing.is_array(value)}


def _made(evidence: Evidence, catalogue: Catalogue, checks: tuple[str, ...]) -> Example | None:
    """The example; None if it has too many numbers to be looked at, or none."""
    own, other, part = _compared(evidence.mine.answer, evidence.right.answer)
    mine, right = as_numbers.numbers_of(own), as_numbers.numbers_of(other)
    if mine is None or right is None or evidence.mine.error is not None:
        return None
    call = evidence.call
    sizes = [math.prod(each.shape) for each in _arrays(call).values()]
    if max(*sizes, mine.size, right.size, 0) > MAX_NUMBERS or not right.size or not mine.size:
        return None
    wrong: Sequence[int] = ()
    if mine.shape == right.shape:
        tolerance = as_numbers.tolerance(own, other)
        wrong = np.flatnonzero(~as_numbers.agree(mine, right, tolerance)).tolist()
        if not wrong:
            return None
    axes = axis_words(catalogue.answer_axes(call.function), right.ndim)
    written = written_calls.written(call, catalogue.right)
    if len(written.text) > MAX_CODE:
        return None
    return Example(
        function=call.function,
        checks=checks,
        code=f"{written.text.removesuffix(')')}{part})",
        inputs=tuple((name, numbers(np.asarray(value))) for name, value in written.arrays),
        expected=numbers(right),
        yours=numbers(mine),
        wrong=tuple(wrong),
        place=_place(wrong[0], right.shape, axes) if wrong and right.ndim else "",
        line=f"{written.line}{part}",
        files=tuple((name, base64.b64encode(png).decode()) for name, png in written.pictures),
    )


def _compared(mine: object, right: object) -> tuple[object, object, str]:
    """What is shown of two answers, and how Python reads it: all, or, where numbers of different
    shapes lie in a list or tuple, the first part that is wrong."""
    is_of_parts = all(
        isinstance(answer, list | tuple) and as_numbers.numbers_of(answer) is None
        for answer in (mine, right)
    )
    pairs = zip(mine, right, strict=False) if is_of_parts else ()  # type: ignore[call-overload]  # both are
    for place, (own, other) in enumerate(pairs):
        if not alike(own, other, dtype_matters=False):
            return own, other, f"[{place}]"
    return mine, right, ""


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
