"""The pytest plugin: collects the hidden checks once, then runs them for many submissions.

A check is an ordinary pytest function that uses the fixtures in `fixtures`. Its outcome is read
from the exception that it raised, never from pytest's report, which would quote the check.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import torch
from _pytest.runner import runtestprotocol

from autograder.course.model import Assignment, Course, Task
from autograder.diagnosis.misconceptions import Catalogue
from autograder.diagnosis.recording import RecordedCall
from autograder.errors import CheckFailed, ForbidsNothing, SandboxError, StudentError
from autograder.files import leftovers
from autograder.grading.collection import Collection
from autograder.grading.description import describe
from autograder.grading.endless import Endless
from autograder.grading.fixtures import CaseContext, Fixtures
from autograder.grading.local import LocalAnswers
from autograder.grading.seeds import Seeds
from autograder.grading.solutions import load_solution
from autograder.grading.student import Answers, Student
from autograder.grading.trial import Trial
from autograder.grading.verdicts import judged
from autograder.results import CheckResult, Status, Visibility
from autograder.scoring import CaseOutcome, score_checks
from autograder.text.axes import axes_named
from autograder.text.legible import one_line

# The marks of hidden checks.
MARKS = {
    "weight(n)": "its part of the task's points is n times that of a check without a weight",
    "visibility(when)": f"when students see its result: {', '.join(Visibility)}",
}


class ChecksPlugin:
    """Holds the collected checks of one assignment, and calls `work` after the collection."""

    def __init__(
        self, course: Course, assignment: Assignment, work: Callable[[ChecksPlugin], None]
    ) -> None:
        self._course, self._assignment, self._work = course, assignment, work
        self._items = Collection(course)
        self._case: CaseContext | None = None
        self._described: dict[str, Sequence[CaseOutcome]] = {}
        self._shared_by_solution: dict[str, dict[str, Any]] = {}
        self._trial = Trial(self._left_by_solution)
        self.catalogues: dict[str, Catalogue] = {}
        self._scratch = leftovers.temporary_folder()
        self.failure: Exception | None = None
        self.endless = Endless(course.root, more_seconds=_seconds_of_training(assignment))
        self.seeds = Seeds(assignment)

    def pytest_configure(self, config: pytest.Config) -> None:
        for mark, about in MARKS.items():
            config.addinivalue_line("markers", f"{mark}: {about}")
        config.pluginmanager.register(self._items)
        config.pluginmanager.register(Fixtures(self._current, self._number))

    def pytest_runtestloop(self) -> bool:
        try:
            tasks = self._assignment.checked_tasks()
            self._items.require(tasks)
            self.catalogues |= {task.name: self._catalogue(task) for task in tasks}
            self.written = self._items.written()
            with axes_named(self._course.axes):
                self._work(self)
        except Exception as error:  # noqa: BLE001 - pytest would print it as its own; the caller raises it
            self.failure = self.endless.error or error
        finally:
            self._scratch.cleanup()
        return True

    def try_out(self) -> None:
        """Try the checks on the solution; the slow ones of a training only when one fails."""
        for task in self._assignment.checked_tasks():
            for item in self._items[task] if task.training is None else ():
                self._trial.hold(item, task)

    def items(self, task: Task) -> Sequence[pytest.Function]:
        """The cases of a task's checks, in their order."""
        return self._items[task]

    def described(self, task: Task) -> Sequence[CaseOutcome]:
        """What each case of a task declares of itself, as if all passed."""
        if task.name not in self._described:
            self._described[task.name] = [describe(item, task) for item in self._items[task]]
        return self._described[task.name]

    def checks_of(self, task: Task) -> tuple[CheckResult, ...]:
        """The results of a task's checks if all of them pass."""
        return score_checks(task.points, self.described(task))

    def calls_of_solution(self, task: Task) -> list[RecordedCall]:
        """Every call that the task's checks make, answered by the solution."""
        return [call for calls in self.calls_by_check(task).values() for call in calls]

    def calls_by_check(self, task: Task) -> Mapping[str, list[RecordedCall]]:
        """The calls of `calls_of_solution`, by the name of the check that makes them."""
        answers, items = self.local_answers(task), self._items[task]
        shared = self._shared_by_solution.setdefault(task.name, {})
        calls: dict[str, list[RecordedCall]] = {}
        for item, following in zip(items, [*items[1:], None], strict=True):
            case = self.run_case(item, following, task, answers, shared)
            calls.setdefault(item.originalname, []).extend(case.student.calls_)
        return calls

    def calls_of_passed(self, task: Task, module: ModuleType) -> Mapping[str, list[RecordedCall]]:
        """Calls of the checks that a module passes in place of the solution, by their names."""
        answers, items = self.local_answers(task, module), self._items[task]
        shared: dict[str, Any] = {}
        calls: dict[str, list[RecordedCall]] = {}
        for item, following in zip(items, [*items[1:], None], strict=True):
            with self._as_in_a_worker(item, task):
                case = self.run_case(item, following, task, answers, shared)
            if case.failure is None:
                calls.setdefault(item.originalname, []).extend(case.student.calls_)
        return calls

    def local_answers(self, task: Task, module: ModuleType | None = None) -> LocalAnswers:
        """The solution's answers, from our own process, in place of a submission's; of the task
        itself, those of `module`, if it is given.
        """
        by_module = {t.file.removesuffix(".py"): t for t in self._assignment.checked_tasks()}

        def answering(name: str) -> ModuleType:
            asked = by_module[name]
            return module if module and asked is task else self._solution(asked)

        return LocalAnswers(task.file.removesuffix(".py"), answering, Path(self._scratch.name))

    def run_case(
        self,
        item: pytest.Function,
        following: pytest.Item | None,
        task: Task,
        answers: Answers,
        shared: dict[str, Any],
        calls: list[RecordedCall] | None = None,
    ) -> CaseContext:
        """Run one case against `answers`; `calls`, if given, keeps what it asks."""
        rng = torch.Generator().manual_seed(self._number("check", task, item))
        self._case = case = CaseContext(
            self._course, self._assignment, task, item, Student(answers, calls), rng, shared
        )
        self.endless.begin()
        # What `pytest_runtest_protocol` does, without its reports, which nobody reads. Plugins that
        # run a test again call it too.
        runtestprotocol(item, log=False, nextitem=following)
        self._case = None
        if self.endless.error:  # even if the check has caught the exception
            raise self.endless.error
        return case

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> pytest.TestReport:
        if self._case and call.excinfo and self._case.failure is None:
            self._case.failure = call.excinfo.value
        outcome: Any = "failed" if call.excinfo else "passed"
        when: Any = call.when
        return pytest.TestReport(item.nodeid, item.location, {}, outcome, None, when)

    def outcome(self, item: pytest.Function, case: CaseContext) -> CaseOutcome:
        """The outcome of a case that has run, before diagnosis."""
        calls, catalogue = case.student.calls_, self.catalogues[case.task.name]
        outcome = judged(
            describe(item, case.task),
            case.failure,
            fault=self._fault(item, case),
            written=self.written,
        )
        if outcome.status is Status.PASSED:
            return outcome
        mistakes = tuple(case.mistakes) if outcome.status is Status.WRONG else ()
        return replace(
            outcome,
            call=one_line(str(calls[-1])) if calls else "",
            function=calls[-1].function if calls else "",
            mistakes=mistakes,
            diagnosis=catalogue.in_words(mistakes),
        )

    def _fault(self, item: pytest.Function, case: CaseContext) -> str:
        """The check's own fault, if it also fails by itself on the solution; else ''."""
        if isinstance(case.failure, SandboxError | ForbidsNothing):
            raise case.failure  # no submission can cause it, so there is no grade
        if isinstance(case.failure, CheckFailed | StudentError | None):
            return self.fault_found(item)
        return self._trial.hold(item, case.task)

    def fault_found(self, item: pytest.Function) -> str:
        """What is wrong with a check itself, as far as it has been tried on the solution; or ''."""
        return self._trial.found(item)

    def _left_by_solution(self, item: pytest.Function, task: Task) -> BaseException | None:
        """The exception that a check raises on the solution. It contains nothing of a student."""
        shared = self._shared_by_solution.setdefault(task.name, {})
        with self._as_in_a_worker(item, task):
            answers = self.local_answers(task)
            failure = self.run_case(item, None, task, answers, shared).failure
        # Here, nobody knows some of what a check may ask: no wrong answer to that is the check's.
        is_judged = isinstance(failure, CheckFailed | StudentError)
        return None if is_judged and answers.has_guessed else failure

    @contextmanager
    def _as_in_a_worker(self, item: pytest.Function, task: Task) -> Iterator[None]:
        """Code of the course's draws and prints apart from us, from a seed of its own."""
        with torch.random.fork_rng(devices=[]), redirect_stdout(io.StringIO()):
            # torch.manual_seed would also queue a call for CUDA, which costs milliseconds.
            torch.default_generator.manual_seed(self._number("student", task, item) >> 1)
            yield

    def _catalogue(self, task: Task) -> Catalogue:
        solution = self._course.solution_file(self._assignment, task)
        self._solution(task)  # makes the other solutions importable
        return Catalogue(solution, self._course.misconceptions_file(self._assignment, task))

    def _solution(self, task: Task) -> ModuleType:
        return load_solution(self._course, self._assignment, task)

    def _number(self, purpose: str, task: Task, item: pytest.Function) -> int:
        return self.seeds.number(purpose, task, item)

    def _current(self) -> CaseContext:
        assert self._case is not None  # noqa: S101 - fixtures are only asked for while a case runs
        return self._case


def _seconds_of_training(assignment: Assignment) -> float:
    """The processor seconds for reference networks that are trained in our own process."""
    return sum(t.training.runs * t.training.cpu_seconds for t in assignment.tasks if t.training)
