"""Runs all checks of one task: with the student's code, or with the recording of what it answered.

With a recording, a case that asks what was never asked is run again with the student's code, alone.
Where checks share a result, such as a training, one that can't be replayed runs the whole task
again: what the others share has to be the same for all of them.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from autograder.course.model import Task
from autograder.diagnosis.asking import Ask
from autograder.diagnosis.diagnose import TimeBudget, diagnosed
from autograder.diagnosis.examples import examples_of
from autograder.diagnosis.recording import OnlyTheLast, RecordedCall
from autograder.grading.fixtures import CaseContext
from autograder.grading.recorder import Recorder
from autograder.grading.student import Answers, Student
from autograder.results import Example
from autograder.scoring import CaseOutcome
from autograder.text.legible import one_line

if TYPE_CHECKING:
    from autograder.grading.plugin import ChecksPlugin
    from autograder.grading.replay import Replay

DURATION = re.compile(r"\d+ s\b")


class NotCaseByCase(Exception):
    """Cases share a result, and one of them can't be replayed: run the whole task again."""


@dataclass(frozen=True)
class TaskRun:
    """The results of all checks of a task: diagnosed outcomes, notes, and measurements.

    `notes_for_staff` may quote the student's code. `ran_again` are the names of the cases that were
    run with the student's code although there is a recording; `is_all_recorded` says that there
    were none, nor other cases than were recorded. What was printed has three parts: while the
    module was imported, by the cases, and by the diagnosis.
    """

    outcomes: list[CaseOutcome]
    notes: list[str]
    notes_for_staff: list[str]
    data: dict[str, Any]
    ran_again: tuple[str, ...] = ()
    is_all_recorded: bool = False
    loading_output: str = ""
    output: str = ""
    asked_output: str = ""
    examples: tuple[Example, ...] = ()


@dataclass
class Sitting:
    """Who answers a task's checks. `begin` is called before each case, with the seed for the
    student's generators; `output` gives all that was printed, and `loading_output` what of it the
    import of the module has printed, None before it. `shared` is shared by the cases.
    """

    answers: Answers
    begin: Callable[[int], None]
    output: Callable[[], str] = str
    loading_output: Callable[[], str | None] = str
    shared: dict[str, Any] = field(default_factory=dict)


@dataclass
class _RanCase:
    """A case that has run: its context, what it printed, and the notes that it left."""

    context: CaseContext
    output: str
    notes: Sequence[str]


class TaskRunner:
    """Runs one task's checks once. `replay` reads a recording, `recorder` makes one.

    `fresh` gives the student's code in a process that has seen no hidden input.
    """

    def __init__(
        self,
        checks: ChecksPlugin,
        task: Task,
        live: Sitting,
        *,
        fresh: Callable[[], AbstractContextManager[Answers]],
        recorder: Recorder | None = None,
        replay: Replay | None = None,
    ) -> None:
        self._checks, self._task, self._live = checks, task, live
        self._fresh, self._recorder, self._replay = fresh, recorder, replay
        self._ran_again: list[str] = []
        self._printed = ""  # so far, by the student's code
        self._catalogue = checks.catalogues[task.name]

    def run(self, time_budget: TimeBudget) -> TaskRun:
        """Run all checks. Raises NotCaseByCase, CourseError and SandboxError."""
        items = self._checks.items(self._task)
        outcomes: list[CaseOutcome] = []
        calls: list[Sequence[RecordedCall]] = []
        notes: dict[str, None] = {}  # a set that remembers the order
        data: dict[str, Any] = {}
        output: list[str] = []
        for item, following in zip(items, [*items[1:], None], strict=True):
            ran = self._case(item, following)
            outcomes.append(self._checks.outcome(item, ran.context))
            calls.append(ran.context.student.calls_)
            notes.update(dict.fromkeys(ran.notes))
            data |= ran.context.data
            output.append(ran.output)
            if self._recorder:
                self._recorder.end(outcomes[-1], ran.notes, ran.context.data, ran.output)
        outcomes = self._diagnosed(outcomes, calls, time_budget)
        asked_output = self._new_output()
        loading_output = self._live.loading_output() or ""
        if self._replay is not None:
            loading_output = self._replay.recording.loading_output or loading_output
            asked_output = self._replay.recording.asked_output + asked_output
        written = self._checks.written
        told = [one_line(note) for note in notes if written.holds(note)]
        others = [one_line(note) for note in notes if not written.holds(note)]
        return TaskRun(
            outcomes,
            told,
            others,
            data,
            ran_again=tuple(self._ran_again),
            is_all_recorded=self._is_all_recorded(),
            loading_output=loading_output,
            output="".join(output),
            asked_output=asked_output,
            examples=self._examples(outcomes, calls),
        )

    def _is_all_recorded(self) -> bool:
        return self._replay is not None and self._replay.has_read_all and not self._ran_again

    def _case(self, item: pytest.Function, following: pytest.Function | None) -> _RanCase:
        seed = self._checks.seeds.number("student", self._task, item) >> 1
        if self._recorder:
            self._recorder.begin(item.name, seed)
        if self._replay is not None:
            ran = self._replayed(self._replay, item, following, seed)
            if ran is not None:
                return ran
            self._ran_again.append(item.name)
        live, is_loaded = self._live, self._live.loading_output() is not None
        live.begin(seed)
        context = self._run(item, following, live)
        if self._replay is not None and live.shared:
            raise NotCaseByCase
        output = self._new_output()
        if not is_loaded:
            output = output.removeprefix(live.loading_output() or "")
        return _RanCase(context, output, context.notes)

    def _new_output(self) -> str:
        """What was printed since this was last asked. Only recordings need it."""
        if self._recorder is None and self._replay is None:
            return ""
        before, self._printed = self._printed, self._live.output()
        return self._printed[len(before) :]

    def _replayed(
        self, replay: Replay, item: pytest.Function, following: pytest.Function | None, seed: int
    ) -> _RanCase | None:
        """The case, run with its recording; None if it has to be run with the student's code."""
        recorded = replay.begin(item.name, seed)
        if recorded is None:
            return None
        context = self._run(item, following, replay.sitting)
        if replay.has_diverged:
            if replay.sitting.shared:
                raise NotCaseByCase
            replay.undo()
            return None
        used = replay.end()
        if self._recorder:
            self._recorder.keep(used, replay.recording)
        notes = _with_their_durations(context.notes, recorded.notes)
        return _RanCase(context, recorded.output, notes)

    def _run(
        self, item: pytest.Function, following: pytest.Function | None, sitting: Sitting
    ) -> CaseContext:
        # If nothing is replayed, recorded answers would only use memory.
        calls: list[RecordedCall] = OnlyTheLast() if self._catalogue.is_observed else []
        return self._checks.run_case(
            item, following, self._task, sitting.answers, sitting.shared, calls
        )

    def _diagnosed(
        self,
        outcomes: list[CaseOutcome],
        calls: Sequence[Sequence[RecordedCall]],
        time_budget: TimeBudget,
    ) -> list[CaseOutcome]:
        if self._catalogue.is_observed:
            return outcomes
        ask: Ask = Student(self._live.answers).ask_again_
        clock: Callable[[], float] = time.perf_counter
        if self._replay is not None:
            ask, clock = self._replay.asking(ask), self._replay.clock
            if self._recorder:
                self._recorder.keep(self._replay.recording.asked, self._replay.recording)
            if not self._ran_again and (known := self._replay.diagnosis_of(outcomes)):
                return known
        # An unusual answer may make the diagnosis fail. The verdict is known already.
        with suppress(Exception):
            return diagnosed(self._catalogue, outcomes, calls, time_budget, ask, clock)
        return outcomes

    def _examples(
        self, outcomes: list[CaseOutcome], calls: Sequence[Sequence[RecordedCall]]
    ) -> tuple[Example, ...]:
        """Small calls with wrong answers; those that were recorded if they would be the same."""
        if self._catalogue.is_observed:
            return ()
        if self._replay is not None and not self._ran_again:
            known = self._replay.examples_of(outcomes)
            if known is not None:
                return known
        # As in the diagnosis, an unusual answer must not cost the verdict.
        with suppress(Exception):
            return examples_of(self._catalogue, outcomes, calls, self._asking_fresh)
        return ()

    @contextmanager
    def _asking_fresh(self) -> Iterator[Ask]:
        with self._fresh() as answers:
            yield Student(answers).ask_again_


def _with_their_durations(notes: Sequence[str], recorded: Sequence[str]) -> list[str]:
    """The notes; one that differs from a recorded one only in seconds is that one."""
    known = {DURATION.sub("", note): note for note in recorded}
    return [_like(note, known.get(DURATION.sub("", note), note)) for note in notes]


def _like(note: str, text: str) -> str:
    """The text, as a sentence of the same kind: students may read it, or only staff."""
    return type(note)(text)
