"""Runs all checks of one task: with the student's code, or with the recording of what it answered.

With a recording, a case that asks what was never asked is run again with the student's code, alone.
Where checks share a result, such as a training, one that can't be replayed runs the whole task
again: what the others share has to be the same for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from autograder.course.model import Task
from autograder.diagnosis.asking import Ask
from autograder.diagnosis.diagnose import DIAGNOSED, diagnosed
from autograder.diagnosis.examples import examples_of
from autograder.diagnosis.recording import OnlyTheLast, RecordedCall
from autograder.diagnosis.work import WorkBudget
from autograder.grading import apart
from autograder.grading.came_of_it import CUT_SHORT, CameOfIt, TaskRun
from autograder.grading.collection import followers
from autograder.grading.fixtures import CaseContext
from autograder.grading.recorder import Recorder
from autograder.grading.recording import Case
from autograder.grading.replay import NotCaseByCase, Replay, declared, is_told_alike
from autograder.grading.sitting import Sitting, with_their_durations
from autograder.grading.student import Student
from autograder.results import Example
from autograder.scoring import CaseOutcome
from autograder.text.legible import one_line

if TYPE_CHECKING:
    from autograder.grading.plugin import ChecksPlugin


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
        fresh: Callable[[], AbstractContextManager[Ask]],
        recorder: Recorder | None = None,
        replay: Replay | None = None,
    ) -> None:
        self._checks, self._task, self._live = checks, task, live
        self._fresh, self._recorder, self._replay = fresh, recorder, replay
        self._ran_again: list[str] = []
        self._printed = ""  # so far, by the student's code
        self._catalogue = checks.catalogues[task.name]
        self._items = checks.items(task)
        self._taken = self._unchanged(replay) if replay else {}
        self._following = followers([i for i in self._items if i.name not in self._taken])

    def run(self, budget: WorkBudget) -> TaskRun:
        """Run all checks. Raises NotCaseByCase, CourseError and SandboxError."""
        outcomes: list[CaseOutcome] = []
        calls: list[Sequence[RecordedCall]] = []
        notes: dict[str, None] = {}  # a set that remembers the order
        data: dict[str, Any] = {}
        output: list[str] = []
        for item, described in zip(self._items, self._checks.described(self._task), strict=True):
            if taken := self._taken.get(item.name):
                outcomes.append(self._undiagnosed(taken, described))
                calls.append(())
                came_of_it = self._taken_over(taken)
            else:
                context, came_of_it = self._case(item)
                outcomes.append(self._checks.outcome(item, context))
                calls.append(context.student.calls_)
            notes.update(dict.fromkeys(came_of_it.notes))
            data |= came_of_it.data
            output.append(came_of_it.output)
            if self._recorder:
                self._recorder.end(outcomes[-1], came_of_it)
        if self._replay is not None and not self._replay.has_read_all:
            self._replay.require_forgetful()
        before = budget.done
        outcomes = self._diagnosed(outcomes, calls, budget)
        asked_output = self._new_output()
        loading_output = self._live.loading_output() or ""
        if self._replay is not None:
            loading_output = self._replay.recording.loading_output or loading_output
            asked_output = self._replay.recording.asked_output + asked_output
        written = self._checks.written
        told = [one_line(note) for note in notes if written.holds(note)]
        others = [one_line(note) for note in notes if not written.holds(note)]
        if budget.is_cut_short:
            others.append(CUT_SHORT)
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
            work=budget.done - before,
        )

    def _is_all_recorded(self) -> bool:
        return self._replay is not None and self._replay.has_read_all and not self._ran_again

    def _seed(self, item: pytest.Function) -> int:
        """The seed for the student's generators."""
        return self._checks.seeds.number("student", self._task, item) >> 1

    def _unchanged(self, replay: Replay) -> Mapping[str, Case]:
        """The cases, by name, that need not be judged."""
        items = [item for item in self._items if not self._checks.fault_found(item)]
        found = (replay.unchanged(i.name, i.originalname, self._seed(i)) for i in items)
        return {c.name: c for c in found if c and is_told_alike(c, self._checks.written)}

    def _undiagnosed(self, case: Case, described: CaseOutcome) -> CaseOutcome:
        """The outcome of a case that was taken over, before diagnosis."""
        looks = tuple(case.looks)
        as_now = declared(case.outcome, described)
        return replace(as_now, mistakes=looks, diagnosis=self._catalogue.in_words(looks))

    def _taken_over(self, case: Case) -> CameOfIt:
        assert self._replay is not None  # noqa: S101 - it knows the case
        self._replay.take_over(case)
        if self._recorder:
            self._recorder.begin(case.name, case.seed)
            self._recorder.keep(case.exchanges, self._replay.recording)
        return CameOfIt(case.output, case.notes, case.data, case.said)

    def _case(self, item: pytest.Function) -> tuple[CaseContext, CameOfIt]:
        seed = self._seed(item)
        if self._recorder:
            self._recorder.begin(item.name, seed)
        if self._replay is not None:
            ran = self._replayed(self._replay, item, seed)
            if ran is not None:
                return ran
            self._replay.require_forgetful()
            self._ran_again.append(item.name)
        live, is_loaded = self._live, self._live.loading_output() is not None
        live.begin(seed)
        context = self._run(item, live)
        if self._replay is not None and live.shared:
            raise NotCaseByCase
        output = self._new_output()
        if not is_loaded:
            output = output.removeprefix(live.loading_output() or "")
        return context, CameOfIt.of(context, output, context.notes)

    def _new_output(self) -> str:
        """What was printed since this was last asked. Only recordings need it."""
        if self._recorder is None and self._replay is None:
            return ""
        before, self._printed = self._printed, self._live.output()
        return self._printed[len(before) :]

    def _replayed(
        self, replay: Replay, item: pytest.Function, seed: int
    ) -> tuple[CaseContext, CameOfIt] | None:
        """The case, run with its recording; None if it has to be run with the student's code."""
        recorded = replay.begin(item.name, seed)
        if recorded is None:
            return None
        context = self._run(item, replay.sitting)
        if replay.has_diverged or replay.has_lost_output:
            if replay.sitting.shared:
                raise NotCaseByCase
            replay.undo()
            return None
        used = replay.end()
        if self._recorder:
            self._recorder.keep(used, replay.recording)
        notes = with_their_durations(context.notes, recorded.notes)
        return context, CameOfIt.of(context, recorded.output, notes)

    def _run(self, item: pytest.Function, sitting: Sitting) -> CaseContext:
        # If nothing is replayed, recorded answers would only use memory.
        calls: list[RecordedCall] = OnlyTheLast() if self._catalogue.observed.is_all else []
        following = self._following[item.name]
        return self._checks.run_case(
            item, following, self._task, sitting.answers, sitting.shared, calls
        )

    def _diagnosed(
        self,
        outcomes: list[CaseOutcome],
        calls: Sequence[Sequence[RecordedCall]],
        budget: WorkBudget,
    ) -> list[CaseOutcome]:
        if self._replay is not None and self._recorder:
            self._recorder.keep(self._replay.recording.asked, self._replay.recording)
        if self._catalogue.observed.is_all or not any(o.status in DIAGNOSED for o in outcomes):
            return outcomes
        ask: Ask = Student(self._live.answers).ask_again_
        sittings = [self._live]
        if self._replay is not None:
            if not self._ran_again and (known := self._replay.diagnosis_of(outcomes)):
                budget.add(self._replay.recording.work)
                return known
            self._replay.require_forgetful()
            calls = self._with_those_taken_over(self._replay, calls)
            ask = self._replay.asking(ask)
            sittings.append(self._replay.sitting)
        # An unusual answer may make the diagnosis fail. The verdict is known already.
        with suppress(Exception):
            anew = partial(apart.start_over, sittings)
            return diagnosed(self._catalogue, outcomes, calls, budget, ask, self._live.spent, anew)
        return outcomes

    def _examples(
        self, outcomes: list[CaseOutcome], calls: Sequence[Sequence[RecordedCall]]
    ) -> tuple[Example, ...]:
        """Small calls with wrong answers; those that were recorded if they would be the same."""
        if self._catalogue.observed.is_all:
            return ()
        if self._replay is not None:
            if not self._ran_again and (known := self._replay.examples_of(outcomes)) is not None:
                return known
            calls = self._with_those_taken_over(self._replay, calls)
        with suppress(Exception):  # as in the diagnosis
            catalogue, live = self._catalogue, self._live
            return examples_of(catalogue, outcomes, calls, self._fresh, live.spent, live.may_keep)
        return ()

    def _with_those_taken_over(
        self, replay: Replay, calls: Sequence[Sequence[RecordedCall]]
    ) -> list[Sequence[RecordedCall]]:
        """The calls of all cases, as a diagnosis needs them. Raises NotCaseByCase."""
        found = list(calls)
        taken = {place: i for place, i in enumerate(self._items) if i.name in self._taken}
        self._following = followers(list(taken.values()))
        for place, item in taken.items():
            replay.begin(item.name, self._seed(item))
            found[place] = self._run(item, replay.sitting).student.calls_
            if replay.has_diverged:
                raise NotCaseByCase
            replay.undo()  # it was counted when it was taken over
        return found
