"""The as-if hypotheses of one function: which answer alike, and whether each kind is recognised."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import numpy as np

from autograder.diagnosis import as_numbers
from autograder.diagnosis.asking import Asking
from autograder.diagnosis.evidence import CallGroup, Evidence
from autograder.diagnosis.fresh_calls import fresh_calls
from autograder.diagnosis.hypotheses import hypotheses
from autograder.diagnosis.maps_of_windows import INDEXED
from autograder.diagnosis.misconceptions import OF_WINDOWS, Catalogue
from autograder.diagnosis.oracle import Oracle
from autograder.diagnosis.outcomes import CallOutcome, agree
from autograder.diagnosis.recording import RecordedCall
from autograder.diagnosis.replay import Replayer
from autograder.diagnosis.retelling import NotReplayable
from autograder.diagnosis.telling_apart import ANSWERS, CALLS_LOOKED_AT, TellingApart

COMPARED = 7  # calls of the checks, of all sizes, by which hypotheses are compared
LEAST = 3  # wrong answers among these; fewer prove too little to be named for
DIGITS = 3
CRASH = -1  # in place of what an answer is told by


@dataclass(frozen=True)
class OfFunction:
    """What was found out about the hypotheses of one function.

    maps        how many there are, all places counted
    recognised  how many kinds of maps were tried, and recognised
    unsure      names of hypotheses that too few fresh calls can show
    missed      names of others that were not recognised
    as_good     misconceptions, each with the hypothesis that has the same answers on every call
    """

    function: str
    maps: int
    recognised: int
    unsure: tuple[str, ...]
    missed: tuple[str, ...]
    as_good: Mapping[str, str]


class MapsOfFunction:
    """The hypotheses of one function, and what they make of the calls that are compared."""

    def __init__(
        self,
        catalogue: Catalogue,
        oracle: Oracle,
        replayer: Replayer,
        group: CallGroup,
        tried: set[str],
        on_progress: Callable[[], None] = lambda: None,
    ) -> None:
        """`tried` are the kinds that were tried with other functions; those tried now are added.

        `on_progress` is called again and again, for they are thousands.
        """
        self._on_progress = on_progress
        self._catalogue, self._oracle, self._replayer = catalogue, oracle, replayer
        self._group, self._tried = group, tried
        self._compared = _of_all_sizes(group.evidence)
        self._hypotheses = hypotheses(group.function, group.evidence, catalogue)
        oracle.add(self._hypotheses)
        own = (n for n, m in catalogue.misconceptions.items() if m.target == group.function)
        self._names = [*own, *self._hypotheses]
        told = [self._told(name) for name in self._names]
        self._table = np.array(told, dtype=np.int64).reshape(len(told), len(self._compared))
        self._right = np.array([_told(each.right) for each in self._compared], dtype=np.int64)

    def _told(self, name: str) -> list[int]:
        self._on_progress()
        return [_told(self._oracle.numbers_under((name,), each)) for each in self._compared]

    def found(self) -> OfFunction:
        """What was found out about them."""
        tried = {name: self._is_recognised(row) for name, row in self._one_of_each_kind()}
        others = [name for name, is_recognised in tried.items() if not is_recognised]
        unsure = tuple(name for name in others if self._shown_by(name) < ANSWERS)
        return OfFunction(
            self._group.function,
            maps=len(self._hypotheses),
            recognised=sum(tried.values()),
            unsure=unsure,
            missed=tuple(name for name in others if name not in unsure),
            as_good=dict(self._as_good()),
        )

    def _shown_by(self, name: str) -> int:
        """How many of the fresh calls that may be asked it answers wrongly."""
        shown = 0
        for call in islice(fresh_calls(self._group, self._catalogue), CALLS_LOOKED_AT):
            try:
                right = self._oracle.right(call)
            except NotReplayable:
                continue
            mine = self._answer(name, call)
            if mine is not None and mine.error is None and right.error is None:
                shown += not agree(mine, right, right, exactly=False)
        return shown

    def _one_of_each_kind(self) -> Iterator[tuple[str, int]]:
        """Hypotheses with their rows: of each kind another place, of those that show."""
        kinds: dict[str, list[int]] = {}
        for row, name in enumerate(self._names):
            known = self._hypotheses.get(name)
            if known and not known.only_where and self._wrong(row) >= LEAST:
                kinds.setdefault(_kind(name), []).append(row)
        new = [kind for kind in kinds if kind not in self._tried]
        self._tried.update(new)
        for number, rows in enumerate(map(kinds.__getitem__, new)):
            row = rows[number % len(rows)]
            yield self._names[row], row

    def _wrong(self, row: int) -> int:
        """How many wrong answers it gives."""
        mine = self._table[row]
        return int(((mine != self._right) & (mine != CRASH)).sum())

    def _explaining(self, row: int) -> list[str]:
        """All that explain the answers of this one: where it crashes, anything does."""
        mine = self._table[row]
        fits = ((self._table == mine) | (mine == CRASH)).all(1)
        return [self._names[place] for place in np.flatnonzero(fits)]

    def _is_recognised(self, row: int) -> bool:
        """Whether one of those that explain its answers survives, which can't be told from it."""
        self._on_progress()
        name = self._names[row]
        explaining = self._explaining(row)
        if any(each in self._catalogue.misconceptions for each in explaining):
            return True  # a person's sentence comes first
        evidence = []
        for each in self._compared:
            mine = self._oracle.numbers_under((name,), each)
            if mine is not None:
                is_wrong = not agree(mine, each.right, each.right, exactly=False)
                evidence.append(replace(each, mine=mine, is_wrong=is_wrong, is_accepted=False))
        group = CallGroup(self._group.function, refuses=False, evidence=tuple(evidence))
        asking = Asking(lambda call: self._answer(name, call), self._oracle)
        telling = TellingApart(group, self._catalogue, self._oracle, asking)
        return telling.survivor([(each,) for each in explaining]) is not None

    def _answer(self, name: str, call: RecordedCall) -> CallOutcome | None:
        try:
            module = self._catalogue.patched([self._hypotheses[name]])
            return self._replayer.numbers(call, module)
        except NotReplayable:
            return None

    def _as_good(self) -> Iterator[tuple[str, str]]:
        """Misconceptions with the same answers as a hypothesis, on every call of the checks."""
        for row, name in enumerate(self._names):
            if name in self._hypotheses or self._wrong(row) < LEAST:
                continue
            for each in self._explaining(row):
                if each in self._hypotheses and self._are_same(name, each):
                    yield name, each
                    break

    def _are_same(self, one: str, other: str) -> bool:
        for each in self._group.evidence:
            mine = self._oracle.numbers_under((one,), each)
            theirs = self._oracle.numbers_under((other,), each)
            if mine is None or theirs is None:
                return False
            if not agree(mine, theirs, each.right, exactly=False):
                return False
        return True


def _kind(name: str) -> str:
    """What a hypothesis does, wherever: the last part of its name but for what is read beyond."""
    function, *parts = name.split(":")
    if f"{function}{OF_WINDOWS}" in name:
        kinds = [part for part in parts[1:] if part.replace("_", " ") not in INDEXED]
        return f"windows:{kinds[-1]}"
    return parts[-1]


def _of_all_sizes(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Calls of which each has settings of its own, spread over all sizes."""
    differing: dict[str, Evidence] = {}
    for each in evidence:
        differing.setdefault(str(each.call), each)
    found = list(differing.values())
    return found[:: max(1, -(-len(found) // COMPARED))]


def _told_of_parts(answer: Any) -> Any:
    """What equal lists share, whose tensors have shapes of their own."""
    if isinstance(answer, list | tuple):
        return tuple(_told(CallOutcome(part)) for part in answer)
    return repr(answer)


def _told(outcome: CallOutcome | None) -> int:
    """A number that equal answers share; `CRASH` for none."""
    if outcome is None or outcome.error is not None:
        return CRASH
    numbers: Any = as_numbers.numbers_of(outcome.answer)
    if numbers is None:
        return abs(hash(_told_of_parts(outcome.answer)))
    with np.errstate(all="ignore"):
        rounded = np.round(np.asarray(numbers, dtype=np.float64), DIGITS) + 0.0  # no minus zero
    return abs(hash((rounded.shape, rounded.tobytes())))
