"""A course as data: its assignments and tasks, and the paths of their files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Literal, TypeVar

from autograder.course.policy import Policy
from autograder.course.rubric import Question
from autograder.course.schema import IntakeLimits, Limits
from autograder.course.training import Training
from autograder.errors import CourseError
from autograder.results import Visibility
from autograder.scoring import add_up

SHARED = "given"  # a folder in assignments/, so no assignment can have this name


@dataclass(frozen=True)
class Task:
    """One file to hand in.

    `forbidden` are glob patterns: of torch's operators, or with a dot, of Python callables.
    `training` says how a network is trained and judged, if the task has one. `visibility` says when
    students see the results of checks that don't set their own. The points of a `bonus` task come
    on top: nobody needs them for full marks, and leaving it out costs nothing. `rubric` has
    the questions of a task that a person grades, if it has any.
    """

    name: str
    points: float
    file: str
    graded_by: Literal["checks", "person"]
    forbidden: tuple[str, ...]
    options: Mapping[str, str]
    training: Training | None = None
    visibility: Visibility = Visibility.VISIBLE
    bonus: bool = False
    rubric: tuple[Question, ...] = field(default=(), repr=False)  # decides nothing of checks


@dataclass(frozen=True)
class Assignment:
    """Tasks that are handed in together, in the order of grading.yml.

    `starter_url` is the address of a zip or repository with what students start from, or ''. Hidden
    inputs are drawn from `seed`, which is secret: `repr` leaves it out, and reports show
    `seed_fingerprint` instead. `policy` makes a grade of points.
    """

    name: str
    title: str
    starter_url: str
    seed: str = field(repr=False)
    forbidden: tuple[str, ...]
    tasks: tuple[Task, ...]
    policy: Policy = field(default_factory=Policy)

    @property
    def task_files(self) -> tuple[str, ...]:
        """The names of the files to hand in, without duplicates."""
        return tuple(dict.fromkeys(task.file for task in self.tasks))

    @property
    def points(self) -> float:
        """The points that checks give, all tasks together, without those that come on top."""
        return add_up(task.points for task in self.checked_tasks() if not task.bonus)

    @property
    def by_person(self) -> float:
        """The points that a person gives beside the checks, without those that come on top."""
        read = (task for task in self.tasks if task.graded_by == "person")
        return add_up(task.points for task in read if not task.bonus)

    def checked_tasks(self) -> tuple[Task, ...]:
        """The tasks that are graded by checks; a person grades the others."""
        return tuple(task for task in self.tasks if task.graded_by == "checks")

    def task(self, name: str) -> Task:
        """The task of that name. Raises CourseError if there is none."""
        return _named(name, self.tasks, f"task of assignment {self.name!r}")


@dataclass(frozen=True)
class Course:
    """A validated course. Its methods return the paths of its files.

    Each assignment's seed is derived from the course's, which is secret and left out of `repr`.
    All assignments of a student share `slip_days`: see `course.policy`. With `check_py`, students
    get the engine's `check.py` and what comes with it. `axes` are words for the axes of tensors, by
    their number.
    """

    root: Path
    title: str
    seed: str = field(repr=False)
    limits: Limits
    intake: IntakeLimits
    assignments: Mapping[str, Assignment]
    slip_days: int = 0
    check_py: bool = True
    axes: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    def assignment(self, name: str) -> Assignment:
        """The assignment of that name. Raises CourseError if there is none."""
        return _named(name, self.assignments.values(), "assignment")

    def tasks(self) -> Iterator[tuple[Assignment, Task]]:
        """Every task of the course, with its assignment."""
        return ((each, task) for each in self.assignments.values() for task in each.tasks)

    def assignment_folder(self, assignment: Assignment) -> Path:
        """The assignment's folder for staff, assignments/<assignment>."""
        return self.root / "assignments" / assignment.name

    def grader_file(self, assignment: Assignment, task: Task) -> Path:
        """The module of a task's hidden checks."""
        return self.grader_folder(assignment) / f"test_{task.name}.py"

    def grader_folder(self, assignment: Assignment) -> Path:
        """The folder of the assignment's hidden checks."""
        return self.assignment_folder(assignment) / "graders"

    def visible_folder(self, assignment: Assignment) -> Path:
        """The folder of the tests that students get."""
        return self.assignment_folder(assignment) / "visible"

    def visible_file(self, assignment: Assignment, task: Task) -> Path:
        """The module of a task's visible tests."""
        return self.visible_folder(assignment) / f"test_{task.name}.py"

    def given_folder(self, assignment: Assignment) -> Path:
        """The folder of files that the assignment's students get unchanged."""
        return self.assignment_folder(assignment) / "given"

    def shared_given_folder(self) -> Path:
        """The folder of files that the students of every assignment get."""
        return self.root / "assignments" / SHARED

    def lesson_file(self, assignment: Assignment) -> Path:
        """The text of the assignment's lesson."""
        return self.assignment_folder(assignment) / "lesson.md"

    def right_answers_folder(self, assignment: Assignment) -> Path:
        """The folder of solutions that are written differently."""
        return self.assignment_folder(assignment) / "right_answers"

    def misconceptions_file(self, assignment: Assignment, task: Task) -> Path:
        """The module of a task's misconceptions."""
        return self.assignment_folder(assignment) / "misconceptions" / f"{task.name}.py"

    def solution_folder(self, assignment: Assignment) -> Path:
        """The folder of the assignment's solutions."""
        return self.root / "solutions" / assignment.name

    def solution_file(self, assignment: Assignment, task: Task) -> Path:
        """The solution of a task."""
        return self.solution_folder(assignment) / task.file

    def template_folder(self, assignment: Assignment) -> Path:
        """The folder with what students start from."""
        return self.root / "student_template" / assignment.name

    def shown(self, path: Path) -> str:
        """A path for messages: relative to the course's root, with slashes."""
        return path.relative_to(self.root).as_posix()


Part = TypeVar("Part", Task, Assignment)


def _named(name: str, parts: Iterable[Part], kind: str) -> Part:
    """The part called `name`. Raises CourseError with the known names if there is none."""
    by_name = {part.name: part for part in parts}
    if name in by_name:
        return by_name[name]
    near = get_close_matches(name, by_name, n=1)
    advice = f"did you mean {near[0]!r}?" if near else f"there are: {', '.join(by_name)}."
    raise CourseError(f"grading.yml has no {kind} called {name!r}; {advice}")
