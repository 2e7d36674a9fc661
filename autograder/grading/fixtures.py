"""The pytest fixtures that hidden checks can use."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

import pytest
import torch

from autograder.course.model import Assignment, Course, Task
from autograder.course.training import Training
from autograder.errors import CourseError, SandboxError
from autograder.grading.solutions import load_solution
from autograder.grading.student import Student

Shared = TypeVar("Shared")


@dataclass
class CaseContext:
    """The state of the case that is running. `shared` lives as long as the task's checks run."""

    course: Course
    assignment: Assignment
    task: Task
    item: pytest.Function
    student: Student
    rng: torch.Generator
    shared: dict[str, Any]
    notes: list[str] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)
    data: dict[str, Any] = field(default_factory=dict)
    failure: BaseException | None = None


class Fixtures:
    """The fixtures. `current()` returns the running case; `number` derives secret numbers."""

    def __init__(
        self,
        current: Callable[[], CaseContext],
        number: Callable[[str, Task, pytest.Function], int],
    ) -> None:
        self._current, self._number = current, number

    @pytest.fixture
    def student(self) -> Student:
        """The student's module of the task, in the sandbox."""
        return self._current().student

    @pytest.fixture
    def reference(self) -> ModuleType:
        """The solution's module of the task, in this process."""
        case = self._current()
        return load_solution(case.course, case.assignment, case.task)

    @pytest.fixture
    def given(self) -> Callable[[str], ModuleType]:
        """Imports a module that students are given, in this process: `given("tiny_images")`."""
        case = self._current()
        folder = case.course.given_folder(case.assignment)
        return lambda name: _module(name, folder / f"{name}.py")

    @pytest.fixture
    def rng(self) -> torch.Generator:
        """A generator seeded from the assignment's secret seed and this check's name.

        It gives the same numbers for every submission.
        """
        return self._current().rng

    @pytest.fixture
    def options(self) -> Mapping[str, str]:
        """The task's options from grading.yml."""
        return self._current().task.options

    @pytest.fixture
    def training(self) -> Training:
        """How the task's network is trained and judged, from grading.yml."""
        case = self._current()
        if case.task.training is None:
            raise CourseError(f"grading.yml gives task {case.task.name!r} no section `training`.")
        return case.task.training

    @pytest.fixture
    def device(self, training: Training) -> torch.device:
        """The device to train on: a GPU if there is one and grading.yml allows it, else the CPU."""
        with_gpu = training.with_gpu and torch.cuda.is_available()
        return torch.device("cuda" if with_gpu else "cpu")

    @pytest.fixture
    def give_file(self) -> Callable[[str, bytes], str]:
        """Writes bytes where the student's code can read them; returns the path there:
        `give_file(name, data)`.
        """
        return self._current().student.give_file_

    @pytest.fixture
    def start_over(self) -> Callable[[int], int]:
        """Puts the student's code into a new process, with another seed for each run 0, 1 …:
        `start_over(run)`.

        Returns the seed. It is short, because the student may want to type it.
        """
        case = self._current()

        def start(run: int) -> int:
            seed = self._number(f"student, run {run}", case.task, case.item) >> 33
            case.student.answers_.start_over(seed)
            return seed

        return start

    @pytest.fixture
    def shared(self) -> Callable[[str, Callable[[], Shared]], Shared]:
        """Shares a slow result between checks: `shared(name, make)` calls `make()` only once.

        If `make` raises, every check that asks for the name gets the same exception.
        """
        made = self._current().shared

        def get(name: str, make: Callable[[], Any]) -> Any:
            if name not in made:
                try:
                    made[name] = make()
                except (SandboxError, CourseError):
                    raise
                except Exception as error:  # noqa: BLE001 - raised again in each check
                    made[name] = error
            if isinstance(made[name], Exception):
                raise made[name]
            return made[name]

        return get

    @pytest.fixture
    def note(self) -> Callable[[str], None]:
        """Adds a note for the student, which costs no points: `note(sentence)`."""
        return self._current().notes.append

    @pytest.fixture
    def looks_like(self) -> Callable[[str], None]:
        """Names a known mistake of what is `OBSERVED`, if the check fails: `looks_like(name)`."""
        return self._current().mistakes.append

    @pytest.fixture
    def record(self) -> Callable[[str, Any], None]:
        """Keeps a measurement with the grade, a number, a text, or lists and dicts of them:
        `record(name, value)`.
        """
        return self._current().data.__setitem__


@cache
def _module(name: str, path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"given_{name}", path)
    if spec is None or spec.loader is None or not path.is_file():
        raise CourseError(f"{path} is missing; a check asks for it.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
