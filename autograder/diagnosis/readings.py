"""What a mistake comes to on one call before any answer is made: those with the same reading answer
the call alike.

Hypotheses are thousands, and a small call tells few of them apart: a stride of 1 stays 1 whichever
of its parts is taken for both, and a count is right in most ways where windows come out even.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any

import numpy as np
from torch import Tensor

from autograder.diagnosis.evidence import Evidence
from autograder.diagnosis.maps import Map
from autograder.diagnosis.misconceptions import RIGHT, Misconception
from autograder.diagnosis.outcomes import CallOutcome
from autograder.diagnosis.work import OF_READING, OF_WINDOWS_READ, WorkBudget

Arguments = Mapping[str, Any]


class Readings:
    """The outcomes of calls by their readings."""

    def __init__(self, work: WorkBudget) -> None:
        self._work = work
        self._known: dict[Hashable, CallOutcome | None] = {}

    def outcome(
        self,
        mistake: Misconception,
        evidence: Evidence,
        arguments: Callable[[Evidence], dict[str, Any]],
        made: Callable[[], CallOutcome | None],
    ) -> CallOutcome | None:
        """That of the mistake alone: of the first with such a reading, it is `made`."""
        reading = self._reading(mistake, evidence, arguments)
        if reading is None:
            return made()
        if reading == RIGHT:
            return evidence.right
        key = evidence, mistake.target, reading
        if key not in self._known:
            self._known[key] = made()
        return self._known[key]

    def _reading(
        self,
        mistake: Misconception,
        evidence: Evidence,
        arguments: Callable[[Evidence], dict[str, Any]],
    ) -> Hashable:
        call = evidence.call
        if mistake.reading is None or mistake.target != call.function or call.made is not None:
            return None
        if evidence.right.error is not None:
            return None
        self._work.add(OF_READING if mistake.grid is None else OF_WINDOWS_READ)
        try:
            return mistake.reading(arguments(evidence))
        except Exception:  # noqa: BLE001 - a map need not fit every call
            return None


def reading_of_argument(place: str, value: Any, changed: Any) -> Hashable:
    """That of a call in which one argument is changed; None where more may matter."""
    before, after = _written(value), _written(changed)
    if before is None or after is None:
        return None
    return RIGHT if before == after else (place, after)


def reading_of_answer(map_: Map) -> Hashable:
    """That of a call whose answer is changed by the map."""
    return "answer", map_.name


def _written(value: Any) -> Hashable:
    """All of a value; None if it is no number and holds none."""
    if isinstance(value, Tensor):
        held = value.detach().contiguous().numpy()
        return "tensor", str(value.dtype), tuple(value.shape), held.tobytes()
    if isinstance(value, np.ndarray):
        return "array", str(value.dtype), value.shape, value.tobytes()
    if value is None or type(value) is int:
        return "one", value
    if isinstance(value, tuple) and all(type(each) is int for each in value):
        return "several", value
    return None
