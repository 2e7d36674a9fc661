"""Judges one task by the recording of an earlier grading, as far as it goes."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import msgspec

from autograder.diagnosis.asking import Ask
from autograder.diagnosis.outcomes import CallOutcome
from autograder.diagnosis.recording import RecordedCall
from autograder.grading.recording import Case, Exchange, TaskRecording
from autograder.grading.remote import RemoteAnswers
from autograder.grading.student import Student
from autograder.grading.tape import NeverAsked, Tape, TapedAttempt
from autograder.grading.task_run import Sitting
from autograder.results import Example
from autograder.sandbox.limits import Budget
from autograder.scoring import CaseOutcome

EXAMPLES = ("engine", "solution")  # what examples depend on
DIAGNOSIS = ("engine", "catalogue")  # what a diagnosis depends on, of `judged_by`


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
    ) -> None:
        """`attempt` makes the attempt that reads the tape; it spends `budget` and counts in
        `timed_out`, as the student's code did.
        """
        self.recording, self._judged_by = recording, judged_by
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
    def has_read_all(self) -> bool:
        """Whether the cases that have ended are those that were recorded, and asked the same."""
        return self._ran == [(each.name, len(each.exchanges)) for each in self.recording.cases]

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

    def clock(self) -> float:
        """The time in seconds, in which recorded answers take as long as they took."""
        return time.perf_counter() + self._tape.seconds

    def diagnosis_of(self, outcomes: Sequence[CaseOutcome]) -> list[CaseOutcome] | None:
        """The outcomes with their recorded diagnosis; None if it could be another one now.

        It is the same if the same cases ended in the same way, by the same known mistakes and the
        same engine; the answers are those that were recorded.
        """
        if not self._is_same_by(DIAGNOSIS) or not self._ended_so(outcomes):
            return None
        return [
            replace(each, mistakes=case.outcome.mistakes, diagnosis=case.outcome.diagnosis)
            for each, case in zip(outcomes, self.recording.cases, strict=True)
        ]

    def examples_of(self, outcomes: Sequence[CaseOutcome]) -> tuple[Example, ...] | None:
        """The recorded examples; None if there could be others now.

        Known mistakes make no difference to them: whoever names one asks nobody's code again.
        """
        is_same = self._is_same_by(EXAMPLES) and self._ended_so(outcomes)
        return self.recording.examples if is_same else None

    def _is_same_by(self, names: Sequence[str]) -> bool:
        return all(self.recording.judged_by.get(n) == self._judged_by[n] for n in names)

    def _ended_so(self, outcomes: Sequence[CaseOutcome]) -> bool:
        """Whether the same cases have ended in the same way."""
        statuses = [each.outcome.status for each in self.recording.cases]
        return self.has_read_all and statuses == [each.status for each in outcomes]


def carried_over(
    recorded: TaskRecording, names: Sequence[str], described: Sequence[CaseOutcome]
) -> TaskRecording | None:
    """The recording with what the checks declare of themselves now; None if its cases are others.

    `names` are those of the cases, `described` what each declares, in their order.
    """
    if names != [case.name for case in recorded.cases]:
        return None
    cases = [
        msgspec.structs.replace(
            case,
            outcome=replace(
                case.outcome, title=now.title, weight=now.weight, visibility=now.visibility
            ),
        )
        for case, now in zip(recorded.cases, described, strict=True)
    ]
    return msgspec.structs.replace(recorded, cases=cases)
