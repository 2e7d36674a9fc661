"""The places of an answer at which something stands that a person can say: a number or a text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np
from torch import Tensor

from autograder.diagnosis.outcomes import Described
from autograder.expect import numbers_of
from autograder.text.legible import one_line

MAX_PLACES = 60  # of what somebody works out by hand
LONGEST = 60  # characters of a text
LONGEST_KEY = 40


@dataclass(frozen=True)
class Place:
    """Where something stands in an answer, as Python reads it (`["mean"][0, 2]`; '' if it is all of
    the answer), and what.
    """

    at: str
    value: complex | float | int | str

    @property
    def question(self) -> str:
        """What to ask: the beginning of a sentence."""
        if not self.at:
            return "What does it return"
        is_number = not isinstance(self.value, bool | str)
        what = "Which number stands" if is_number else "What stands"
        return f"{what} at {self.at} of what it returns"

    @property
    def words(self) -> str:
        """What stands there, as one would say it."""
        if isinstance(self.value, str):
            return repr(one_line(self.value, limit=LONGEST))
        if isinstance(self.value, bool | complex):
            return str(self.value)
        return f"{float(self.value):.6g}"


def places_in(answer: object) -> list[Place]:
    """All places of an answer; none if there are too many. Objects are passed over."""
    found = list(islice(_within(answer, ""), MAX_PLACES + 1))
    return found if len(found) <= MAX_PLACES else []


def behind(answer: object) -> str:
    """What the place is in, as the end of a sentence; '' if the answer is a single thing."""
    if isinstance(answer, Tensor | np.ndarray) and answer.ndim:
        return f", in an answer of shape {tuple(answer.shape)}"
    kind = next((kind for kind in (list, tuple, dict) if isinstance(answer, kind)), None)
    return f", in a {kind.__name__} of {len(answer)}" if kind else ""  # type: ignore[arg-type]  # one of these


def _within(answer: object, at: str) -> Iterator[Place]:
    if isinstance(answer, Tensor | np.ndarray):
        numbers = numbers_of(answer)
        for place in np.ndindex(numbers.shape) if numbers.size <= MAX_PLACES else ():
            inside = f"[{', '.join(map(str, place))}]" if place else ""
            yield Place(f"{at}{inside}", numbers[place].item())
    elif isinstance(answer, list | tuple):
        for number, part in enumerate(answer):
            yield from _within(part, f"{at}[{number}]")
    elif isinstance(answer, dict):
        for key, part in answer.items():
            shown = json.dumps(one_line(key, limit=LONGEST_KEY)) if isinstance(key, str) else key
            yield from _within(part, f"{at}[{shown}]")
    elif isinstance(answer, np.generic):
        yield Place(at, answer.item())
    elif isinstance(answer, bool | int | float | str) and not isinstance(answer, Described):
        yield Place(at, answer)
