"""What the recorded calls of a task say: each call beside what the solution makes of it."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from autograder import expect
from autograder.diagnosis import as_numbers
from autograder.diagnosis.outcomes import CallOutcome, agree, differ_clearly
from autograder.diagnosis.recording import RecordedCall
from autograder.diagnosis.scripts import Script
from autograder.diagnosis.sizes import product_of, size

Names = tuple[str, ...]  # of misconceptions and hypotheses, in the order in which they are made
FEW_NUMBERS = 6  # in an answer: many mistakes may explain as few


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
    def is_state(self) -> bool:
        """Whether the parameters of a layer were asked, and not what it makes of numbers."""
        return self.call.asked not in ("call", "member")

    @property
    def is_empty(self) -> bool:
        """Whether nothing came: a crash, or None where that is not right."""
        is_right = self.right.error is None and self.right.answer is None
        return self.mine.error is not None or (self.mine.answer is None and not is_right)

    @functools.cached_property
    def size(self) -> int:
        """How many numbers go into the call."""
        return size(self.call)

    @functools.cached_property
    def has_wrong_numbers(self) -> bool:
        """Whether more is wrong than dtype, gradients, or something written into an argument."""
        is_same = agree(self.mine, self.right, self.right, exactly=False)
        return self.has_wrong_value and not is_same

    @functools.cached_property
    def has_other_shape(self) -> bool:
        """Whether two tensors or arrays are there of which the shapes differ."""
        mine, right = (getattr(each.answer, "shape", None) for each in (self.mine, self.right))
        return mine is not None and right is not None and mine != right

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
            if exactly and _has_only_another_precision(self.mine, replayed, self.right):
                return True
        return self.is_accepted and agree(replayed, self.right, self.right, exactly=exactly)


@dataclass(frozen=True, eq=False)
class CallGroup:
    """All calls of one function with possible arguments; or, `refuses`, with impossible ones."""

    function: str
    refuses: bool
    evidence: tuple[Evidence, ...]

    @functools.cached_property
    def wrong(self) -> tuple[Evidence, ...]:
        """The calls whose answers are neither right nor accepted."""
        return tuple(each for each in self.evidence if each.is_wrong)

    @functools.cached_property
    def is_of_objects(self) -> bool:
        """Whether all that goes wrong was asked of objects, or of layers, that were made before."""
        made = [each.call.made for each in self.wrong]
        return bool(made) and all(
            each.of is not None if isinstance(each, Script) else each is not None for each in made
        )

    @functools.cached_property
    def telling(self) -> tuple[Evidence, ...]:
        """All calls, those first that refute the most: crashes, which refute nothing, come last."""
        return tuple(sorted(self.evidence, key=_refutes_little))

    def wrong_at(self, *, exactly: bool) -> Iterator[Evidence]:
        """Those with a wrong answer, rather than a crash; if not `exactly`, with wrong numbers."""
        return iter(self._wrong_values if exactly else self._wrong_numbers)

    # Asked for each of thousands of hypotheses.
    @functools.cached_property
    def _wrong_values(self) -> tuple[Evidence, ...]:
        return tuple(each for each in self.wrong if each.has_wrong_value)

    @functools.cached_property
    def _wrong_numbers(self) -> tuple[Evidence, ...]:
        return tuple(each for each in self.wrong if each.has_wrong_numbers)


def _has_only_another_precision(mine: CallOutcome, other: CallOutcome, right: CallOutcome) -> bool:
    """Whether both have one dtype, which is not the right one: then rounding tells them apart."""
    kinds = [expect.dtype_of(each.answer) for each in (mine, other, right)]
    is_another = kinds[0] is not None and kinds[0] == kinds[1] != kinds[2]
    if not is_another or not nearly_agree(mine, other):
        return False
    return agree(replace(mine, answer=None), replace(other, answer=None), right)


def nearly_agree(mine: CallOutcome, other: CallOutcome) -> bool:
    """Whether the numbers are the same but for rounding: whatever holds them."""
    if type(mine.answer) is int and type(other.answer) is int:
        return as_numbers.nearly_whole(mine.answer, other.answer)
    left, right = (as_numbers.numbers_of(each.answer) for each in (mine, other))
    return left is not None and right is not None and as_numbers.nearly(left, right)


def _refutes_little(evidence: Evidence) -> tuple[bool, bool, bool]:
    answer = evidence.right.answer
    has_few = hasattr(answer, "shape") and product_of(answer.shape) < FEW_NUMBERS
    return evidence.is_empty, not evidence.is_wrong, has_few
