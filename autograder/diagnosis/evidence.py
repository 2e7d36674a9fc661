"""What the recorded calls of a task say: each call beside what the solution makes of it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import torch

from autograder.diagnosis import as_numbers
from autograder.diagnosis.misconceptions import Catalogue, Misconception
from autograder.diagnosis.outcomes import CallOutcome, agree, differ_clearly
from autograder.diagnosis.properties import bound
from autograder.diagnosis.recording import RecordedCall
from autograder.diagnosis.replay import NotReplayable, Replayer, of_student
from autograder.diagnosis.sizes import product_of, size

Names = tuple[str, ...]  # of misconceptions and hypotheses, in the order in which they are made
FEW_NUMBERS = 6  # in an answer: many mistakes may explain as few
Replay = Callable[[RecordedCall, ModuleType], CallOutcome]


@dataclass(frozen=True)
class CaseEvidence:
    """One case of a check, as far as diagnosis needs it."""

    calls: Sequence[RecordedCall]
    is_passed: bool
    is_diagnosable: bool  # it failed with an answer, not with a stub, a timeout or a ban


@dataclass(frozen=True, eq=False)
class Evidence:
    """One call of one case: what came of it, and what should have. Equal only to itself."""

    case: int
    call: RecordedCall
    mine: CallOutcome
    right: CallOutcome
    is_accepted: bool
    is_wrong: bool

    @property
    def has_wrong_value(self) -> bool:
        """Whether a wrong answer came, rather than a crash or None, which is no evidence."""
        return self.is_wrong and not self.is_empty

    @property
    def is_empty(self) -> bool:
        """Whether nothing came: a crash, or None."""
        return self.mine.error is not None or self.mine.answer is None

    @property
    def has_wrong_numbers(self) -> bool:
        """Whether more is wrong than dtype, gradients, or something written into an argument."""
        is_same = agree(self.mine, self.right, self.right, exactly=False)
        return self.has_wrong_value and not is_same

    def fits(self, replayed: CallOutcome, *, exactly: bool) -> bool:
        """Whether `replayed` explains what came; if not `exactly`, only as far as numbers came.

        A check's word counts: what it took is right.
        """
        if not exactly and self.is_empty and self.right.error is None:
            return True
        if not differ_clearly(self.mine, replayed):
            if agree(self.mine, replayed, self.right, exactly=exactly):
                return True
            if not exactly and nearly_agree(self.mine, replayed):
                return True
        return self.is_accepted and agree(replayed, self.right, self.right, exactly=exactly)


@dataclass(frozen=True, eq=False)
class CallGroup:
    """All calls of one function with possible arguments; or, `refuses`, with impossible ones."""

    function: str
    refuses: bool
    evidence: tuple[Evidence, ...]

    @property
    def wrong(self) -> tuple[Evidence, ...]:
        """The calls whose answers are neither right nor accepted."""
        return tuple(each for each in self.evidence if each.is_wrong)

    @functools.cached_property
    def telling(self) -> tuple[Evidence, ...]:
        """All calls, those first that refute the most: crashes, which refute nothing, come last."""
        return tuple(sorted(self.evidence, key=_refutes_little))

    def wrong_at(self, *, exactly: bool) -> Iterator[Evidence]:
        """Those with a wrong answer, rather than a crash; if not `exactly`, with wrong numbers."""
        for each in self.wrong:
            if each.has_wrong_value if exactly else each.has_wrong_numbers:
                yield each


class Oracle:
    """Asks the solution, under any set of misconceptions, what a recorded call comes to."""

    def __init__(self, catalogue: Catalogue, replayer: Replayer) -> None:
        self._catalogue, self._replayer = catalogue, replayer
        self._hypotheses: dict[str, Misconception] = {}
        self._known: dict[tuple[Names, Evidence], CallOutcome | None] = {}
        self._arguments: dict[Evidence, dict[str, Any]] = {}  # by their names
        self._numbers: dict[tuple[Names, Evidence], CallOutcome | None] = {}
        self._merged: dict[Names, tuple[Misconception, ...] | None] = {}

    def add(self, hypotheses: Mapping[str, Misconception]) -> None:
        """Make more known than the catalogue's misconceptions, by their names."""
        self._hypotheses.update(hypotheses)

    def mistake(self, name: str) -> Misconception:
        """A misconception of the catalogue's, or a hypothesis that was added."""
        return self._catalogue.misconceptions.get(name) or self._hypotheses[name]

    def right(self, call: RecordedCall) -> CallOutcome:
        """What the solution makes of it. Raises NotReplayable."""
        return self._replayer.replay(call, self._catalogue.right)

    def under(self, names: Names, evidence: Evidence) -> CallOutcome | None:
        """What it comes to with these mistakes; None if they can't be made or asked."""
        if not names:
            return evidence.right
        key = names, evidence
        if key not in self._known:
            self._known[key] = self._replayed(names, evidence.call, self._replayer.replay)
        return self._known[key]

    def numbers_under(self, names: Names, evidence: Evidence) -> CallOutcome | None:
        """The same as far as numbers go, faster."""
        if not names:
            return evidence.right
        key = names, evidence
        if key not in self._numbers:
            self._numbers[key] = self._numbers_of(names, evidence)
        return self._numbers[key]

    def _numbers_of(self, names: Names, evidence: Evidence) -> CallOutcome | None:
        made = self._made(names)
        if made is None:
            return None
        if len(made) == 1 < len(names):
            found = self._of_answer(made[0], evidence.right, evidence.right, evidence)
        elif len(made) < len(names):
            found = None
        else:
            found = self._of_like(names, evidence) or self._of_last(names, evidence)
        return found or self._replayed(names, evidence.call, self._replayer.numbers)

    def _made(self, names: Names) -> tuple[Misconception, ...] | None:
        """The mistakes, those that read windows in one; None if they contradict each other."""
        if names not in self._merged:
            one: Misconception | None = None
            others = []
            is_possible = True
            for mistake in map(self.mistake, names):
                if mistake.merge is None:
                    others.append(mistake)
                elif one is None or one.target != mistake.target:
                    others, one = [*others, *filter(None, [one])], mistake
                else:
                    one = one.merge(mistake) if one.merge else None
                    is_possible = is_possible and one is not None
            self._merged[names] = (*filter(None, [one]), *others) if is_possible else None
        return self._merged[names]

    def _of_like(self, names: Names, evidence: Evidence) -> CallOutcome | None:
        """The very outcome under what the last is like; None where it may be another."""
        mistake = self.mistake(names[-1])
        if not mistake.like:
            return None
        outcome = self.numbers_under((*names[:-1], mistake.like), evidence)
        if outcome is None or (outcome.error is not None and outcome.error[0] == mistake.unlike):
            return None
        return outcome

    def _of_last(self, names: Names, evidence: Evidence) -> CallOutcome | None:
        """The outcome if the last is made of the others' answer; None if it is not."""
        mistake = self.mistake(names[-1])
        if mistake.of_answer is None or mistake.target != evidence.call.function:
            return None
        others = self.numbers_under(names[:-1], evidence)
        beside = (*names[:-1], mistake.beside) if mistake.beside else names[:-1]
        return self._of_answer(mistake, others, self.numbers_under(beside, evidence), evidence)

    def _of_answer(
        self,
        mistake: Misconception,
        others: CallOutcome | None,
        other: CallOutcome | None,
        evidence: Evidence,
    ) -> CallOutcome | None:
        call = evidence.call
        if mistake.of_answer is None or mistake.target != call.function or call.made is not None:
            return None
        if others is None or others.error is not None:
            return others
        if other is None or other.error is not None:
            return other
        if evidence not in self._arguments:
            values = bound(call, self._catalogue.right)
            self._arguments[evidence] = {each.name: value for each, value in values}
        arguments = self._arguments[evidence]
        try:
            with torch.no_grad():
                return CallOutcome(mistake.of_answer(others.answer, other.answer, arguments))
        except Exception as error:  # noqa: BLE001 - a map need not fit every answer
            return CallOutcome(error=tuple(kind.__name__ for kind in type(error).__mro__))

    def _replayed(self, names: Names, call: RecordedCall, replay: Replay) -> CallOutcome | None:
        try:
            made = self._made(names)
            return None if made is None else replay(call, self._catalogue.patched(made))
        except NotReplayable:
            return None
        except Exception:  # noqa: BLE001 - two wrong answers may not fit on top of each other
            return None


def gather(cases: Sequence[CaseEvidence], oracle: Oracle) -> list[CallGroup]:
    """The calls of a task, grouped by function; within a group, the wrong and the small first."""
    groups: dict[tuple[str, bool], list[Evidence]] = {}
    for evidence in _all_evidence(cases, oracle):
        key = evidence.call.function, evidence.right.error is not None
        groups.setdefault(key, []).append(evidence)
    return [CallGroup(*key, tuple(sorted(found, key=_order))) for key, found in groups.items()]


def nearly_agree(mine: CallOutcome, other: CallOutcome) -> bool:
    """Whether the numbers are the same but for rounding: whatever holds them."""
    left, right = (as_numbers.numbers_of(each.answer) for each in (mine, other))
    return left is not None and right is not None and as_numbers.nearly(left, right)


def _all_evidence(cases: Sequence[CaseEvidence], oracle: Oracle) -> Iterator[Evidence]:
    for number, case in enumerate(cases):
        for call in case.calls:
            mine = of_student(call)
            if mine is None:
                continue
            try:
                right = oracle.right(call)
            except NotReplayable:
                continue
            is_wrong = case.is_diagnosable and not agree(mine, right, right)
            yield Evidence(number, call, mine, right, case.is_passed, is_wrong)


def _refutes_little(evidence: Evidence) -> tuple[bool, bool, bool]:
    answer = evidence.right.answer
    has_few = hasattr(answer, "shape") and product_of(answer.shape) < FEW_NUMBERS
    return evidence.is_empty, not evidence.is_wrong, has_few


def _order(evidence: Evidence) -> tuple[bool, int]:
    return not evidence.is_wrong, size(evidence.call)
