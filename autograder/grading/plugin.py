"""The pytest plugin: collects the hidden checks once, then runs them for many submissions.

A check is an ordinary pytest function; what it may ask for is in `fixtures`. How it ended is read
from the exception it left with, never from a report of pytest's, which would quote the check.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import torch

from autograder import leftovers
from autograder.course import Assignment, Course, Task
from autograder.errors import CheckFailed, CourseError, SandboxError, StudentError
from autograder.grading.collecting import unknown_fixtures, why_unreadable
from autograder.grading.description import describe
from autograder.grading.diagnosis import Patience, diagnosed
from autograder.grading.endless import Endless
from autograder.grading.fixtures import Case, Fixtures
from autograder.grading.local import LocalAnswers
from autograder.grading.misconceptions import Catalogue
from autograder.grading.recording import RecordedCall
from autograder.grading.scoring import CaseOutcome, score_checks
from autograder.grading.solutions import load_solution
from autograder.grading.student import Answers, Student
from autograder.results import CheckResult, Status
from autograder.sandbox.replies import one_line

MESSAGE_LIMIT = 1000  # a sentence of ours around some of the student's
BAFFLED = "The check could not make sense of the answer, though it can of the right one."


@dataclass(frozen=True)
class TaskRun:
    """What came of all checks of a task: diagnosed outcomes, remarks, and what was measured."""

    outcomes: list[CaseOutcome]
    notes: list[str]
    data: dict[str, Any]


class ChecksPlugin:
    """Holds the collected checks of one assignment; `work` is run once they are all there."""

    def __init__(
        self, course: Course, assignment: Assignment, work: Callable[[ChecksPlugin], None]
    ) -> None:
        self._course, self._assignment, self._work = course, assignment, work
        self._items: dict[str, list[pytest.Function]] = {}
        self._collect_errors: list[str] = []
        self._case: Case | None = None
        self._is_passable: dict[str, bool] = {}
        self._shared_by_solution: dict[str, dict[str, Any]] = {}
        self.catalogues: dict[str, Catalogue] = {}
        self._scratch = leftovers.temporary_folder()
        self.failure: Exception | None = None
        self.endless = Endless(course.root, more_seconds=_seconds_of_training(assignment))
        self.draw = 0  # another number draws other inputs and seeds

    # Collecting

    def pytest_configure(self, config: pytest.Config) -> None:
        config.addinivalue_line("markers", "weight(n): the check's part of its task's points")
        config.addinivalue_line("markers", "visibility(when): see autograder.results.Visibility")
        config.pluginmanager.register(Fixtures(self._current, self._number))

    def pytest_exception_interact(self, node: pytest.Item, call: pytest.CallInfo[None]) -> None:
        if call.when == "collect" and call.excinfo:
            why = why_unreadable(call.excinfo.value, node.path, self._course.root)
            self._collect_errors.append(why)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            if isinstance(item, pytest.Function):
                self._collect_errors += unknown_fixtures(item, self._course.root)
                self._items.setdefault(item.path.stem.removeprefix("test_"), []).append(item)

    def pytest_runtestloop(self) -> bool:
        try:
            if self._collect_errors:
                raise CourseError("\n".join(dict.fromkeys(self._collect_errors)))
            for task in self._assignment.checked_tasks():
                if not self._items.get(task.name):
                    raise CourseError(f"graders/test_{task.name}.py has no checks; write one.")
                self.catalogues[task.name] = self._catalogue(task)
            self._work(self)
        except Exception as error:  # noqa: BLE001 - pytest would print it as its own; the caller raises it
            self.failure = self.endless.mistake or error
        finally:
            self._scratch.cleanup()
        return True

    # Running

    def run_task(
        self, task: Task, answers: Answers, *, begin: Callable[[int], None], patience: Patience
    ) -> TaskRun:
        """Run all checks of a task against whoever answers.

        `begin` is called before each case with the seed for the student's generators.
        """
        items = self._items[task.name]
        outcomes: list[CaseOutcome] = []
        calls: list[Sequence[RecordedCall]] = []
        notes: dict[str, None] = {}  # a set that remembers the order
        shared: dict[str, Any] = {}
        data: dict[str, Any] = {}
        for item, following in zip(items, [*items[1:], None], strict=True):
            begin(self._number("student", task, item) >> 1)
            case = self._run(item, following, task, answers, shared)
            outcomes.append(self._outcome(item, following, case))
            calls.append(case.student.calls_)
            notes.update(dict.fromkeys(map(one_line, case.notes)))
            data |= case.data
        catalogue = self.catalogues[task.name]
        if not catalogue.is_observed:
            student = Student(answers)
            outcomes = diagnosed(catalogue, outcomes, calls, patience, student.ask_again_)
        return TaskRun(outcomes, list(notes), data)

    def checks_of(self, task: Task) -> tuple[CheckResult, ...]:
        """The checks of a task, as they are where all of them pass."""
        return score_checks(task.points, [describe(item, task) for item in self._items[task.name]])

    def calls_of_solution(self, task: Task) -> list[RecordedCall]:
        """Every call that the task's checks make, answered by the solution."""
        return [call for calls in self.calls_by_check(task).values() for call in calls]

    def calls_by_check(self, task: Task) -> Mapping[str, list[RecordedCall]]:
        """The same calls, by the name of the check that makes them."""
        answers, items = self.local_answers(task), self._items[task.name]
        shared = self._shared_by_solution.setdefault(task.name, {})
        calls: dict[str, list[RecordedCall]] = {}
        for item, following in zip(items, [*items[1:], None], strict=True):
            case = self._run(item, following, task, answers, shared)
            calls.setdefault(item.originalname, []).extend(case.student.calls_)
        return calls

    def local_answers(self, task: Task) -> LocalAnswers:
        """The solution, in our own process, in the place of a submission."""
        by_module = {t.file.removesuffix(".py"): t for t in self._assignment.checked_tasks()}
        return LocalAnswers(
            task.file.removesuffix(".py"),
            lambda module: self._solution(by_module[module]),
            Path(self._scratch.name),
        )

    def _run(
        self,
        item: pytest.Function,
        following: pytest.Item | None,
        task: Task,
        answers: Answers,
        shared: dict[str, Any],
    ) -> Case:
        rng = torch.Generator().manual_seed(self._number("check", task, item))
        self._case = case = Case(
            self._course, self._assignment, task, item, Student(answers), rng, shared
        )
        self.endless.begin()
        item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
        self._case = None
        if self.endless.mistake:  # whatever the check has made of it
            raise self.endless.mistake
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

    def _outcome(
        self, item: pytest.Function, following: pytest.Item | None, case: Case
    ) -> CaseOutcome:
        failure, fault, share = case.failure, "", 0.0
        if failure is None:
            status, message = Status.PASSED, ""
        elif isinstance(failure, SandboxError | CourseError):
            raise failure  # not this submission's fault: no grade is made of it
        elif isinstance(failure, CheckFailed | StudentError):
            status, message = failure.status, one_line(str(failure), limit=MESSAGE_LIMIT)
            share = failure.share if isinstance(failure, CheckFailed) else 0.0
        else:
            # Either the check is broken, or the answer is stranger than its author thought:
            # the reference tells.
            fault = f"{item.nodeid}: {type(failure).__name__}: {failure}"
            passable = self._passes_for_reference(item, following, case.task)
            status, message = (Status.WRONG, BAFFLED) if passable else (Status.BROKEN, "")
        calls = case.student.calls_
        mistakes = case.mistakes if status is Status.WRONG else ()
        return replace(
            describe(item, case.task),
            status=status,
            message=message,
            call=one_line(str(calls[-1])) if calls and status is not Status.PASSED else "",
            fault=fault if status is Status.BROKEN else "",
            mistakes=tuple(mistakes),
            diagnosis=self.catalogues[case.task.name].in_words(tuple(mistakes)),
            share=share,
        )

    def _passes_for_reference(
        self, item: pytest.Function, following: pytest.Item | None, task: Task
    ) -> bool:
        if item.nodeid not in self._is_passable:
            shared = self._shared_by_solution.setdefault(task.name, {})
            case = self._run(item, following, task, self.local_answers(task), shared)
            self._is_passable[item.nodeid] = case.failure is None
        return self._is_passable[item.nodeid]

    def _catalogue(self, task: Task) -> Catalogue:
        solution = self._course.solution_file(self._assignment, task)
        self._solution(task)  # makes its siblings importable
        return Catalogue(solution, self._course.misconceptions_file(self._assignment, task))

    def _solution(self, task: Task) -> ModuleType:
        return load_solution(self._course, self._assignment, task)

    def _number(self, purpose: str, task: Task, item: pytest.Function) -> int:
        """64 bits, others for each purpose, that only who knows the assignment's seed foretells."""
        drawn = [f"draw {self.draw}"] if self.draw else []
        mine = self._assignment
        parts = (mine.seed, purpose, mine.name, task.name, item.name, *drawn)
        digest = hashlib.sha256("\0".join(parts).encode()).digest()
        return int.from_bytes(digest[:8], "little")

    def _current(self) -> Case:
        assert self._case is not None  # noqa: S101 - fixtures are only asked for while a case runs
        return self._case


def run_checks(
    course: Course, assignment: Assignment, work: Callable[[ChecksPlugin], None]
) -> None:
    """Collect the assignment's hidden checks and let `work` run them. Raises what `work` raises."""
    plugin = ChecksPlugin(course, assignment, work)
    files = [str(course.grader_file(assignment, task)) for task in assignment.checked_tasks()]
    with plugin.endless.watching():
        ended = pytest.main([*_arguments(course.root), *files], plugins=[plugin])
    if ended is pytest.ExitCode.INTERRUPTED:
        raise KeyboardInterrupt  # pytest keeps it to itself
    if plugin.failure:
        raise plugin.failure


def _seconds_of_training(assignment: Assignment) -> float:
    """What a network may take that is trained in our own process, as a reference."""
    return sum(t.training.runs * t.training.cpu_seconds for t in assignment.tasks if t.training)


def _arguments(root: Path) -> Iterable[str]:
    # Our own settings, whatever the course's folder or the user's have; nothing that writes.
    yield from ("-c", str(Path(__file__).with_name("checks.ini")), "--rootdir", str(root))
    yield from ("--noconftest", "--strict-markers", "--assert=plain", "-s")
    unneeded = "cacheprovider terminal faulthandler logging junitxml doctest warnings"
    for plugin in unneeded.split():
        yield from ("-p", f"no:{plugin}")
