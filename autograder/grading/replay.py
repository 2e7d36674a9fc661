"""Judges one task by the recording of an earlier grading, as far as it goes."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

import msgspec

from autograder.diagnosis.asking import Ask
from autograder.diagnosis.outcomes import CallOutcome
from autograder.diagnosis.recording import RecordedCall
from autograder.grading.conditions import sentence_of
from autograder.grading.recording import Case, Exchange, Failure, TaskRecording
from autograder.grading.remote import RemoteAnswers
from autograder.grading.sitting import Sitting
from autograder.grading.student import Student
from autograder.grading.tape import NeverAsked, Tape, TapedAttempt
from autograder.grading.verdicts import in_a_report
from autograder.grading.written import Written
from autograder.results import Example, Status
from autograder.sandbox.limits import Budget
from autograder.scoring import CaseOutcome

DIAGNOSIS = ("engine", "catalogue")  # what a diagnosis depends on, of `judged_by`, but sentences
EXAMPLES = ("engine", "solution")  # what examples depend on


class NotCaseByCase(Exception):
    """A case that can't be replayed would end otherwise alone: run the whole task again. The
    message says why.
    """

    def __init__(self, why: str = "its checks share what can't be replayed") -> None:
        super().__init__(why)


class Replay:
    """One task's recording, and how to take back a case that it could not answer to the end."""

    def __init__(
        self,
        recording: TaskRecording,
        attempt: Callable[[Tape], TapedAttempt],
        *,
        budget: Budget,
        timed_out: Counter[str],
        judged_by: Mapping[str, str],
        each_judged_by: Mapping[str, str],
        may_keep: bool,
    ) -> None:
        """`attempt` makes the attempt that reads the tape; it spends `budget` and counts in
        `timed_out`, as the student's code did. The code `may_keep` something from case to case.
        """
        self._may_keep = may_keep
        self.recording, self._judged_by = recording, judged_by
        self._each_judged_by = each_judged_by
        self._cases = {case.name: case for case in recording.cases}
        self._tape = Tape(recording)
        made = attempt(self._tape)
        self.sitting = Sitting(RemoteAnswers(made), made.begin)
        self._budget, self._timed_out = budget, timed_out
        self._before = budget.left, dict(timed_out)
        self._case: Case | None = None
        self._ran: list[tuple[str, int]] = []  # names of cases, and how much they have asked

    @property
    def has_diverged(self) -> bool:
        """Whether this case has asked what was never asked."""
        return self._tape.has_diverged

    @property
    def has_lost_output(self) -> bool:
        """Whether this case asks less than it did, and so would have printed less, nobody knows
        what.
        """
        case = self._case
        if case is None or not case.output:
            return False
        return len(self._tape.used) < len(case.exchanges)

    @property
    def has_read_all(self) -> bool:
        """Whether the cases that have ended are those that were recorded, and asked the same."""
        return self._ran == [(each.name, len(each.exchanges)) for each in self.recording.cases]

    def require_forgetful(self) -> None:
        """Raise NotCaseByCase where the code may answer otherwise if not all is asked that was."""
        if self._may_keep:
            raise NotCaseByCase("its code may keep something from check to check")

    def unchanged(self, name: str, check: str, seed: int) -> Case | None:
        """A case that would end as it did, whatever has changed in other checks; else None.

        `written` of the course may still change what of it students read. A time that was over
        counts in other cases, so that then all are judged.
        """
        case = self._cases.get(name)
        own = self._each_judged_by.get(check, "")
        if self._is_anything_over or case is None or case.seed != seed:
            return None
        if not own or case.judged_by != own or case.notes:
            return None
        return None if case.outcome.status in (Status.BROKEN, Status.TIMED_OUT) else case

    @cached_property
    def _is_anything_over(self) -> bool:
        return bool(self._timed_out) or any(
            isinstance(each.reply, Failure)
            for case in self._cases.values()
            for each in case.exchanges
        )

    def take_over(self, case: Case) -> None:
        """Go on as if this case had been replayed."""
        self._budget.spend(math.fsum(each.seconds for each in case.exchanges))
        self._ran.append((case.name, len(case.exchanges)))

    def begin(self, name: str, seed: int) -> Case | None:
        """Begin a case; None if it was never recorded with this seed."""
        self._before = self._budget.left, dict(self._timed_out)
        self.sitting.begin(seed)
        self._case = self._tape.case(name, seed)
        return self._case

    def end(self) -> Sequence[Exchange]:
        """End a case that has not diverged; returns the exchanges that it has asked for."""
        assert self._case is not None  # noqa: S101 - only what has begun is ended
        self._ran.append((self._case.name, len(self._tape.used)))
        return self._tape.used

    def undo(self) -> None:
        """Take back what this case has used up."""
        self._budget.left, counts = self._before
        self._timed_out.clear()
        self._timed_out.update(counts)

    def asking(self, live: Ask) -> Ask:
        """Asks single calls: the recording, or else the student's code, by `live`."""
        self._tape.leave_case()
        recorded = Student(self.sitting.answers).ask_again_

        def ask(call: RecordedCall) -> CallOutcome | None:
            try:
                return recorded(call)
            except NeverAsked:
                return live(call)

        return ask

    def diagnosis_of(self, outcomes: Sequence[CaseOutcome]) -> list[CaseOutcome] | None:
        """The outcomes with their recorded diagnosis; None if it could be another one now.

        It is the same if the same cases ended in the same way, by the same known mistakes and the
        same engine; the answers are those that were recorded. What is said of a mistake decides
        only what is read where it is named.
        """
        parts = {*DIAGNOSIS, *map(sentence_of, self._named())}
        before, now = self.recording.judged_by, self._judged_by
        is_same = before == now or all(n in now and before.get(n) == now[n] for n in parts)
        if not is_same or not self._ended_so(outcomes):
            return None
        return [
            replace(
                each,
                mistakes=case.outcome.mistakes,
                diagnosis=case.outcome.diagnosis,
                function=case.outcome.function or each.function,
            )
            for each, case in zip(outcomes, self.recording.cases, strict=True)
        ]

    def examples_of(self, outcomes: Sequence[CaseOutcome]) -> tuple[Example, ...] | None:
        """The recorded examples; None if there could be others now.

        Known mistakes make no difference to them: naming one asks nobody's code again.
        """
        is_same = self._is_same_by(EXAMPLES) and self._ended_so(outcomes)
        return self.recording.examples if is_same else None

    def _named(self) -> set[str]:
        """The known mistakes that are named in the recording."""
        return {name for case in self.recording.cases for name in case.outcome.mistakes}

    def _is_same_by(self, names: Sequence[str]) -> bool:
        return all(self.recording.judged_by.get(n) == self._judged_by[n] for n in names)

    def _ended_so(self, outcomes: Sequence[CaseOutcome]) -> bool:
        """Whether the same cases have ended in the same way."""
        statuses = [each.outcome.status for each in self.recording.cases]
        return self.has_read_all and statuses == [each.status for each in outcomes]


def is_told_alike(case: Case, written: Written) -> bool:
    """Whether students read what they have read, by what the course says word for word now."""
    if case.said is None:
        return True
    return (case.outcome.told == in_a_report(case.said)) == written.holds(case.said)


def declared(outcome: CaseOutcome, now: CaseOutcome) -> CaseOutcome:
    """The outcome with what its check declares of itself `now`."""
    return replace(outcome, title=now.title, weight=now.weight, visibility=now.visibility)


def carried_over(
    recorded: TaskRecording, names: Sequence[str], described: Sequence[CaseOutcome]
) -> TaskRecording | None:
    """The recording with what the checks declare of themselves now; None if its cases are others.

    `names` are those of the cases, `described` what each declares, in their order.
    """
    if names != [case.name for case in recorded.cases]:
        return None
    cases = [
        msgspec.structs.replace(case, outcome=declared(case.outcome, now))
        for case, now in zip(recorded.cases, described, strict=True)
    ]
    return msgspec.structs.replace(recorded, cases=cases)
