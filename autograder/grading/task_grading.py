"""Grades one task of a submission; with a recording, only what it can't answer is run."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from autograder.course.model import Task
from autograder.diagnosis.asking import Ask
from autograder.diagnosis.work import WorkBudget
from autograder.grading import apart
from autograder.grading.attempt import Attempt
from autograder.grading.came_of_it import TaskRun
from autograder.grading.context import GradingContext, ToGrade
from autograder.grading.recorder import Recorder
from autograder.grading.recording import TaskRecording
from autograder.grading.remote import RemoteAnswers
from autograder.grading.replay import NotCaseByCase, Replay, carried_over
from autograder.grading.sitting import Sitting
from autograder.grading.tape import Tape, TapedAttempt
from autograder.grading.task_run import TaskRunner
from autograder.grading.timeouts import Timeouts
from autograder.results import RanAgain, TaskResult
from autograder.sandbox.limits import Budget
from autograder.scoring import diagnoses_of, score_checks, task_score
from autograder.submission.keeping import may_keep

DIAGNOSIS = 3_000_000  # units of work for what explains one submission; it ends a little later


@dataclass
class SubmissionRun:
    """What the tasks of one submission share."""

    asked: ToGrade
    budget: Budget
    work: WorkBudget = field(default_factory=lambda: WorkBudget(DIAGNOSIS))
    timed_out: Counter[str] = field(default_factory=Counter)
    recordings: list[TaskRecording] = field(default_factory=list)
    ran_again: list[RanAgain] = field(default_factory=list)


class TaskGrading:
    """Grades one task of one submission."""

    def __init__(self, context: GradingContext, task: Task, run: SubmissionRun) -> None:
        self._context, self._task, self._run = context, task, run
        files, conditions = run.asked.submission.files, context.conditions
        needed = run.asked.is_recorded or run.asked.recording is not None
        self._of_answers = conditions.of_answers(task, files) if needed else {}
        seeds = context.checks.seeds
        self._judged_by = conditions.of_judging(task, seeds) if needed else {}
        self._each_judged_by = conditions.of_each_check(task, seeds) if needed else {}
        # A training is shared by the checks: it is run again for what it answers, and not for this.
        self._may_keep = not task.training and may_keep(files, task.file)
        self._recorder = Recorder() if run.asked.is_recorded else None
        limits = context.course.limits
        self._budget = run.budget
        self._live: Attempt | None = None
        if task.training:
            # Training has its own time, so that it does not use up that of the other tasks.
            most = task.training.most_runs * task.training.wall_seconds
            self._budget = Budget(most + limits.submission_seconds)

    def result(self) -> TaskResult:
        """Run the checks, and put together what came of them."""
        started, task = time.perf_counter(), self._task
        recorded = self._usable()
        ran, output = self._carried_over(recorded) or self._ran(recorded)
        checks = score_checks(task.points, ran.outcomes)
        return TaskResult(
            task=task.name,
            score=task_score(task.points, ran.outcomes),
            points=task.points,
            bonus=task.bonus,
            checks=checks,
            diagnoses=diagnoses_of(checks),
            notes=tuple(ran.notes),
            notes_for_staff=tuple(ran.notes_for_staff),
            output=output,
            data=ran.data,
            examples=ran.examples,
            seconds=round(time.perf_counter() - started, 3),
        )

    def _usable(self) -> TaskRecording | None:
        """The task's recording, if its answers would be the same today."""
        if self._run.asked.recording is None:
            return None
        found = self._run.asked.recording.of(self._task.name)
        if found is None:
            self._ran_again(because="it was not recorded")
            return None
        differ = [n for n, value in self._of_answers.items() if found.conditions.get(n) != value]
        if differ:
            self._ran_again(because=f"{' and '.join(differ)} differ")
            return None
        return found

    def _carried_over(self, recorded: TaskRecording | None) -> tuple[TaskRun, str] | None:
        """What was recorded, if nothing that judges has changed since."""
        if recorded is None or recorded.judged_by != self._judged_by:
            return None
        checks = self._context.checks
        names = [item.name for item in checks.items(self._task)]
        found = carried_over(recorded, names, checks.described(self._task))
        if found is None:
            return None
        self._run.recordings.append(found)
        self._run.work.add(found.work)
        return _told_by(found), found.output

    def _ran(self, recorded: TaskRecording | None) -> tuple[TaskRun, str]:
        before = self._budget.left, dict(self._run.timed_out)
        if recorded is not None:
            try:
                return self._run_checks(recorded)
            except NotCaseByCase as reason:
                self._budget.left, counts = before
                self._run.timed_out.clear()
                self._run.timed_out.update(counts)
                self._recorder = Recorder() if self._recorder else None
                self._ran_again(because=str(reason))
        return self._run_checks(None)

    def _run_checks(self, recorded: TaskRecording | None) -> tuple[TaskRun, str]:
        self._live = attempt = self._attempt(Attempt)
        live = Sitting(
            RemoteAnswers(attempt),
            attempt.begin,
            attempt.output,
            lambda: attempt.loading_output,
            lambda: self._budget.spent,
            may_keep=self._may_keep,
        )
        replay = self._replay(recorded) if recorded is not None else None
        runner = TaskRunner(
            self._context.checks,
            self._task,
            live,
            fresh=self._fresh,
            recorder=self._recorder,
            replay=replay,
        )
        try:
            ran = runner.run(self._run.work)
        finally:
            output = attempt.close()
        if replay is not None:
            output = replay.recording.output
            if not ran.is_all_recorded:
                limit = self._context.course.limits.output_kb << 10
                output = f"{ran.loading_output}{ran.output}{ran.asked_output}"[:limit]
            if ran.ran_again:
                self._ran_again(ran.ran_again)
        self._keep(ran, output)
        return ran, output

    @contextmanager
    def _fresh(self) -> Iterator[Ask]:
        """A worker that no hidden input has reached, and that is not recorded.

        The other one is ended before, so that the two can't speak with each other.
        """
        if self._live is not None:
            self._live.start_over(apart.SEED)
        with apart.student_apart(
            self._context.zygotes,
            self._run.asked.submission,
            self._task,
            self._context.course.limits,
            self._budget,
            given=self._context.given,
        ) as student:
            yield student.ask_again_

    def _replay(self, recorded: TaskRecording) -> Replay:
        if self._recorder is not None:
            self._recorder.loading = recorded.loading

        def attempt(tape: Tape) -> TapedAttempt:
            made = self._attempt(TapedAttempt)
            assert isinstance(made, TapedAttempt)  # noqa: S101 - for the type checker
            made.tape = tape
            return made

        return Replay(
            recorded,
            attempt,
            budget=self._budget,
            timed_out=self._run.timed_out,
            judged_by=self._judged_by,
            each_judged_by=self._each_judged_by,
            may_keep=self._may_keep,
        )

    def _attempt(self, kind: type[Attempt]) -> Attempt:
        context, task = self._context, self._task
        catalogue = context.checks.catalogues[task.name]
        return kind(
            context.zygotes,
            self._run.asked.submission,
            task,
            context.course.limits,
            self._budget,
            given=context.given,
            on_line=_prefixed(context.on_line, task.name) if task.training else None,
            timeouts=Timeouts(catalogue.reach, self._run.timed_out),
            recorder=self._recorder,
        )

    def _keep(self, ran: TaskRun, output: str) -> None:
        if self._recorder is None:
            return
        recording = self._recorder.recording(
            self._task.name,
            ran,
            conditions=self._of_answers,
            judged_by=self._judged_by,
            each_judged_by=self._each_judged_by,
            output=output,
        )
        if recording is not None:
            self._run.recordings.append(recording)

    def _ran_again(self, cases: Sequence[str] = (), because: str = "") -> None:
        self._run.ran_again.append(RanAgain(self._task.name, tuple(cases), because))


def _told_by(recorded: TaskRecording) -> TaskRun:
    data = {name: value for case in recorded.cases for name, value in case.data.items()}
    outcomes = [case.outcome for case in recorded.cases]
    notes, for_staff = recorded.notes, recorded.notes_for_staff
    return TaskRun(outcomes, notes, for_staff, data, examples=recorded.examples)


def _prefixed(on_line: Callable[[str], None], name: str) -> Callable[[str], None]:
    return lambda line: on_line(f"{name}: {line}")
