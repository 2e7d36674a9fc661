"""What the solution makes of recorded calls, under any set of mistakes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import ModuleType
from typing import Any

import torch

from autograder.diagnosis.evidence import CallGroup, CaseEvidence, Evidence, Names
from autograder.diagnosis.grids import Laying
from autograder.diagnosis.misconceptions import Catalogue, Misconception
from autograder.diagnosis.outcomes import CallOutcome, agree
from autograder.diagnosis.properties import bound
from autograder.diagnosis.readings import Readings
from autograder.diagnosis.recording import RecordedCall
from autograder.diagnosis.replay import Replayer, of_student
from autograder.diagnosis.retelling import NotReplayable
from autograder.diagnosis.sizes import size
from autograder.diagnosis.work import WorkBudget, of_map, of_replay
from autograder.errors import StudentRaised

LEAST_OF_WINDOWS = 4  # axes: picture, channel, and the two along which windows slide
Replay = Callable[[RecordedCall, ModuleType], CallOutcome]


class Oracle:
    """Asks the solution, under any set of misconceptions, what a recorded call comes to."""

    def __init__(
        self, catalogue: Catalogue, replayer: Replayer, work: WorkBudget | None = None
    ) -> None:
        """What it does is counted in `work`, if that is given."""
        self._catalogue, self._replayer = catalogue, replayer
        self.work = work or WorkBudget(0)
        self._hypotheses: dict[str, Misconception] = {}
        self._known: dict[tuple[Names, Evidence], CallOutcome | None] = {}
        self._arguments: dict[Evidence, dict[str, Any]] = {}  # by their names; of a file, its data
        # Rows and columns of windows: the same for all that are laid alike.
        self._places: dict[tuple[str, Laying, Evidence], tuple[int, int] | None] = {}
        self._numbers: dict[tuple[Names, Evidence], CallOutcome | None] = {}
        self._shaping: dict[Names, list[Misconception]] = {}  # those that may change a size
        self._true_of: dict[int, Mapping[str, bool]] = {}  # by the identity of such arguments
        self._readings = Readings(self.work)
        self._merged: dict[Names, tuple[Misconception, ...] | None] = {}

    def add(self, hypotheses: Mapping[str, Misconception]) -> None:
        """Make more known than the catalogue's misconceptions, by their names."""
        self._hypotheses.update(hypotheses)

    def mistake(self, name: str) -> Misconception:
        """A misconception of the catalogue's, or a hypothesis that was added."""
        return self._catalogue.misconceptions.get(name) or self._hypotheses[name]

    def right(self, call: RecordedCall) -> CallOutcome:
        """What the solution makes of it. Raises NotReplayable."""
        self.work.add(of_replay(call, size(call)))
        return self._replayer.replay(call, self._catalogue.right)

    def under(self, names: Names, evidence: Evidence) -> CallOutcome | None:
        """What it comes to with these mistakes; None if they can't be made or asked."""
        if not names:
            return evidence.right
        key = names, evidence
        if key not in self._known:
            self._known[key] = self._replayed(names, evidence, self._replayer.replay)
        return self._known[key]

    def numbers_under(self, names: Names, evidence: Evidence) -> CallOutcome | None:
        """The same as far as numbers go, faster."""
        if not names:
            return evidence.right
        key = names, evidence
        if key not in self._numbers:
            self._numbers[key] = self._numbers_of(names, evidence)
        return self._numbers[key]

    def has_other_places(self, names: Names, evidence: Evidence, than: str = "mine") -> bool:
        """Whether the answer would have another size than the student's, or than `either` of that
        and the right one, which is known before the answer is."""
        mine, right = evidence.mine.answer, evidence.right.answer
        if names not in self._shaping:
            every = map(self.mistake, names)
            self._shaping[names] = [each for each in every if not each.keeps_shape]
        mistakes = self._shaping[names]
        if not mistakes:
            return than == "mine" and evidence.has_other_shape
        if len(mistakes) != 1:
            return False
        mistake = mistakes[0]
        if mistake.grid is None or mistake.places is None:
            return False
        if not isinstance(mine, torch.Tensor) or mine.ndim < LEAST_OF_WINDOWS:
            return False
        if (key := (mistake.target, mistake.grid.laid, evidence)) not in self._places:
            self._places[key] = self._places_of(mistake, evidence)
        places = self._places[key]
        if places is None or places == tuple(mine.shape[2:4]):
            return False
        if than == "either" and isinstance(right, torch.Tensor):
            return places != tuple(right.shape[2:4])
        return True

    def _places_of(self, mistake: Misconception, evidence: Evidence) -> tuple[int, int] | None:
        """Rows and columns of windows under a mistake; None where nobody knows."""
        call = evidence.call
        if mistake.places is None or mistake.target != call.function or call.made is not None:
            return None
        try:
            return mistake.places(self._arguments_of(evidence))
        except Exception:  # noqa: BLE001 - a map need not fit every call
            return None

    def _arguments_of(self, evidence: Evidence) -> dict[str, Any]:
        if evidence not in self._arguments:
            call = evidence.call
            self._arguments[evidence] = {
                each.name: call.files.get(value, value) if isinstance(value, str) else value
                for each, value in bound(call, self._catalogue.right)
            }
        return self._arguments[evidence]

    def known_of(
        self, arguments: dict[str, Any], find: Callable[[], Mapping[str, bool]]
    ) -> Mapping[str, bool]:
        """What is true of some arguments, found once of those that are kept here: no others get
        their identity. Those of a replay are others each time."""
        if id(arguments) in self._true_of:
            return self._true_of[id(arguments)]
        found = find()
        if any(arguments is each for each in self._arguments.values()):
            self._true_of[id(arguments)] = found
        return found

    def _numbers_of(self, names: Names, evidence: Evidence) -> CallOutcome | None:
        made = self._made(names)
        if made is None:
            return None
        if len(made) > 1:
            return self._made_of(made, names, evidence)
        return self._readings.outcome(
            made[0], evidence, self._arguments_of, lambda: self._made_of(made, names, evidence)
        )

    def _made_of(
        self, made: Sequence[Misconception], names: Names, evidence: Evidence
    ) -> CallOutcome | None:
        """The numbers with these mistakes, of which those that read windows are one."""
        if len(made) == 1 < len(names):
            found = self._of_answer(made[0], evidence.right, evidence.right, evidence)
        elif len(made) < len(names):
            found = None
        else:
            found = self._of_like(names, evidence) or self._of_last(names, evidence)
        return found or self._replayed(names, evidence, self._replayer.numbers)

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
        arguments = self._arguments_of(evidence)
        self.work.add(of_map(evidence.size, of_windows=mistake.places is not None))
        try:
            with torch.no_grad():
                return CallOutcome(mistake.of_answer(others.answer, other.answer, arguments))
        except Exception as error:  # noqa: BLE001 - a map need not fit every answer
            return CallOutcome(error=tuple(kind.__name__ for kind in type(error).__mro__))

    def _replayed(self, names: Names, evidence: Evidence, replay: Replay) -> CallOutcome | None:
        self.work.add(of_replay(evidence.call, evidence.size))
        try:
            made = self._made(names)
            return None if made is None else replay(evidence.call, self._catalogue.patched(made))
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
    return [CallGroup(*key, by_size(found)) for key, found in groups.items()]


def by_size(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """The wrong ones first, and of these the small ones."""
    return tuple(sorted(evidence, key=_order))


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
            # A layer may refuse when it is made, though the solution refuses when it is called.
            was_demanded = isinstance(call.error, StudentRaised) and call.error.was_demanded
            is_wrong = case.is_diagnosable and not was_demanded and not agree(mine, right, right)
            is_accepted = case.is_passed or was_demanded
            yield Evidence(number, call, mine, right, is_accepted, is_wrong)


def _order(evidence: Evidence) -> tuple[bool, int]:
    return not evidence.is_wrong, evidence.size
