"""Questions about a student's own code, with answers that the code itself gives in the sandbox.

Nothing of the hidden checks is in them: the calls are the course's probes with other numbers.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, replace
from itertools import islice, zip_longest

import numpy as np
from torch import Tensor

from autograder.diagnosis import redrawing, written_calls
from autograder.diagnosis.asking import Ask
from autograder.diagnosis.misconceptions import Catalogue
from autograder.diagnosis.outcomes import CallOutcome, agree
from autograder.diagnosis.probes import probes_of
from autograder.diagnosis.recording import RecordedCall
from autograder.diagnosis.replay import Replayer
from autograder.text.legible import one_line
from autograder.viva.places import behind, places_in
from autograder.viva.statements import Left, statements_left_out

HOW_MANY = 5
MAX_OF_LINES = 2  # questions about a line
MAX_STATEMENTS = 16  # that are tried
MAX_CALLS = 24  # of a function that are tried
MAX_NUMBERS = 60  # that are given to a call which somebody works out by hand
FEW = 5  # the smallest calls, of which one is asked
CHOICES = "ABC"

Answered = tuple[RecordedCall, CallOutcome]
# Gives the student's code in a process of its own, with this file in place of the task's.
Opened = Callable[[str], AbstractContextManager[Ask]]


@dataclass(frozen=True)
class Question:
    """What to ask, the code to look at, and the answer; `remark` is for the person who asks."""

    words: str
    code: str
    answer: str
    remark: str = ""


def questions_of(
    task: str, source: str, catalogue: Catalogue, opened: Opened, draw: random.Random
) -> list[Question]:
    """Questions about one task's file, the more telling ones first."""
    found: list[Question] = []
    calls = {name: _calls(catalogue, name, draw) for name in catalogue.probes}
    with opened(source) as ask:
        answered = {name: _answered(ask, those) for name, those in calls.items()}
    # A function with many settings says more about what was understood.
    richest = sorted(answered, key=lambda name: len(catalogue.probes[name][1]), reverse=True)
    lines = list(islice(_about_lines(task, source, answered, opened, draw), MAX_OF_LINES))
    numbers = [
        question
        for name in richest
        for question in _about_number(name, answered[name], catalogue, draw)
    ]
    for pair in zip_longest(lines, numbers):
        found += filter(None, pair)
    return found


def _calls(catalogue: Catalogue, function: str, draw: random.Random) -> list[RecordedCall]:
    probes = probes_of(catalogue.probes, function, ())
    assert probes is not None  # noqa: S101 - the function is one of those with probes
    made = islice(probes.several_at_once(draw.getrandbits(32)), MAX_CALLS)
    return list(redrawing.with_other_numbers(made, seed=draw.getrandbits(32)))


def _answered(ask: Ask, calls: Sequence[RecordedCall]) -> list[Answered]:
    """The calls of which the code makes some numbers or texts that can be worked out."""
    found: list[Answered] = []
    for call in calls:
        outcome = ask(call)
        if outcome is None:  # it takes too long, or its process is gone
            break
        if outcome.error is None and places_in(outcome.answer):
            found.append((call, outcome))
    return found


def _about_number(
    function: str,
    answered: Sequence[Answered],
    catalogue: Catalogue,
    draw: random.Random,
) -> Iterator[Question]:
    """What stands at one place of an answer."""
    fit = sorted((each for each in answered if _size(each[0]) <= MAX_NUMBERS), key=_size_of_call)
    fit = [each for each in fit if len(_values(each[1])) > 1] or fit
    if not fit:
        return
    call, outcome = draw.choice(fit[:FEW])
    place = draw.choice(places_in(outcome.answer))
    yield Question(
        f"Your `{function}`, this call. {place.question}, and how do you get it?",
        written_calls.written(call, catalogue.right).text,
        f"{place.words}{behind(outcome.answer)}",
        _compared(call, outcome, catalogue),
    )


def _compared(call: RecordedCall, mine: CallOutcome, catalogue: Catalogue) -> str:
    """Whether the answer of their code is the right one; nothing where several are."""
    if catalogue.observed.asks(call):
        return ""
    with closing(Replayer()) as replayer:
        right = replayer.replay(call, catalogue.right)
    if right.error is not None:
        return "The solution refuses this call."
    return "" if agree(mine, right, right, exactly=False) else "The solution gives another answer."


def _about_lines(
    task: str,
    source: str,
    answered: Mapping[str, Sequence[Answered]],
    opened: Opened,
    draw: random.Random,
) -> Iterator[Question]:
    """Which of three calls gives the same with and without one line."""
    left_out = list(statements_left_out(source))
    for left in draw.sample(left_out, min(MAX_STATEMENTS, len(left_out))):
        with opened(left.source) as ask:
            found = [
                _of_three(task, name, left, _sorted_out(ask, those), draw)
                for name, those in answered.items()
            ]
        yield from islice((each for each in found if each is not None), 1)


Alike = tuple[list[RecordedCall], list[RecordedCall]]


def _sorted_out(ask: Ask, answered: Sequence[Answered]) -> Alike:
    """The calls that give the same without the line, and the others."""
    same: list[RecordedCall] = []
    other: list[RecordedCall] = []
    for call, before in answered[: MAX_CALLS // 2]:
        after = ask(call)
        if after is None:  # without the line, it may never end
            return [], []
        is_same = after.error is None and agree(after, before, before, exactly=False)
        (same if is_same else other).append(call)
    return same, other


def _of_three(
    task: str, function: str, left: Left, sorted_out: Alike, draw: random.Random
) -> Question | None:
    same, other = sorted_out
    if not same or len(other) < 2:
        return None
    chosen = [draw.choice(same), *draw.sample(other, 2)]
    right = chosen[0]
    draw.shuffle(chosen)
    shown = [f"{letter}   {_in_short(call)}" for letter, call in zip(CHOICES, chosen, strict=True)]
    if len({line[4:] for line in shown}) < len(chosen):
        return None
    return Question(
        f"Which of these three calls of your `{function}` gives the same with and without line "
        f"{left.line} of your {task}, and why?",
        "\n".join([f"{left.line}   {one_line(left.text, limit=200)}", "", *shown]),
        next(letter for letter, call in zip(CHOICES, chosen, strict=True) if call is right),
    )


def _in_short(call: RecordedCall) -> str:
    return str(replace(call, files={}))


def _size_of_call(answered: Answered) -> int:
    return _size(answered[0])


def _size(call: RecordedCall) -> int:
    """How many numbers the tensors of a call have."""
    arrays = [v for v in (*call.args, *call.kwargs.values()) if isinstance(v, Tensor | np.ndarray)]
    return sum(int(np.prod(each.shape)) for each in arrays)


def _values(outcome: CallOutcome) -> set[object]:
    return {place.value for place in places_in(outcome.answer)}
