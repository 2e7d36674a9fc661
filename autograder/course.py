"""The door to a course: reads grading.yml and the folders, and names every mistake in them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from autograder.course_files import consistency, declared_options, grading_yml, written_checks
from autograder.course_files.declared_options import Declared
from autograder.course_files.mistakes import raise_any
from autograder.course_files.model import Assignment, Course, Task
from autograder.course_files.sections import AssignmentEntry, IntakeLimits, Limits, Tier, Training
from autograder.frozen_mapping import FrozenMapping
from autograder.results import Visibility

__all__ = [
    "Assignment",
    "Course",
    "IntakeLimits",
    "Limits",
    "Task",
    "Tier",
    "Training",
    "deciding_files",
    "files_below",
    "fingerprint",
    "is_published",
    "load",
    "seed_fingerprint",
]

# Names with a dot in front that somebody wrote. All others come from tools: .venv, .pytest_cache …
MEANT = {".github", ".gitignore"}
PUBLISHED_SEEDS = {"44d518eeda56ce75a11d0d654c445efdd4d72b8db4f778d6634dde1ab632292a"}
TAUGHT = {".md", ".ipynb"}  # is read by people, and decides no grade


def load(root: Path) -> Course:
    """Read the course in `root`. Raises one `CourseError` with a line for each mistake."""
    root = root.resolve()
    written, document = grading_yml.read(root)
    course = Course(
        root=root,
        title=written.title,
        seed=written.seed,
        limits=written.limits,
        intake=written.intake,
        assignments=FrozenMapping(
            {
                name: _assignment(name, entry, written.seed)
                for name, entry in written.assignments.items()
            }
        ),
    )
    graders = [course.grader_file(*pair) for pair in course.tasks()]
    declared = {path: declared_options.read(path, course.shown(path)) for path in graders}
    in_folders = consistency.in_folders(course, document)
    in_options = consistency.in_options(course, document, declared)
    in_checks = [m for path in graders for m in written_checks.mistakes(path, course.shown(path))]
    raise_any((*in_folders, *in_options, *in_checks))
    return _with_defaults(course, declared)


def deciding_files(course: Course, assignment: Assignment) -> Mapping[str, Path]:
    """Name from the course's root → path of every file that decides the assignment's grades.

    Hidden checks, known mistakes, the solutions that both are compared with, and what graders may
    read of what students are given. Not what teaches or proves: lessons, visible tests, other
    right answers; and no solution of a task that a person grades.
    """
    home = course.assignment_folder(assignment)
    folders = (
        home / "graders",
        home / "misconceptions",
        course.given_folder(assignment),
        course.solution_folder(assignment),
    )
    found = [path for folder in folders for path in files_below(folder).values()]
    return FrozenMapping({course.shown(path): path for path in found if _decides(path)})


def fingerprint(course: Course, assignment: Assignment) -> str:
    """A short hash of all that decides a grade, so that every grade names the checks that made it.

    It covers the files of `deciding_files`, and what grading.yml says of the assignment and of
    limits; not the seed, which has a fingerprint of its own.
    """
    digest = hashlib.sha256()
    written = [course.limits, course.intake, assignment.forbidden, *assignment.tasks]
    parts = map(repr, written)
    files = deciding_files(course, assignment)
    contents = [part for name, path in files.items() for part in (name.encode(), path.read_bytes())]
    for part in (*map(str.encode, parts), *contents):
        # Hashed one by one, so that no two different sets of files make the same stream of bytes.
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()[:12]


def seed_fingerprint(assignment: Assignment) -> str:
    """A short hash that tells two seeds apart. Reports show it: the seed itself is a secret."""
    digest = hashlib.sha256(b"the seed of an autograder course: " + assignment.seed.encode())
    return f"sha256:{digest.hexdigest()[:12]}"


def is_published(course: Course) -> bool:
    """Whether the course has the seed that the kit comes with, which is no secret."""
    digest = hashlib.sha256(b"a published seed: " + course.seed.encode()).hexdigest()
    return digest in PUBLISHED_SEEDS


def files_below(folder: Path) -> Mapping[str, Path]:
    """Relative name → path of every file in `folder`, sorted, without what tools leave behind."""
    found: dict[str, Path] = {}
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not _is_left_behind(name)]
        for name in files:
            path = Path(place, name)
            if not _is_left_behind(name):
                found[path.relative_to(folder).as_posix()] = path
    return FrozenMapping(dict(sorted(found.items())))


def _decides(path: Path) -> bool:
    return path.suffix not in TAUGHT and path.parent.name != "figures"


def _is_left_behind(name: str) -> bool:
    if name in MEANT:
        return False
    return name == "__pycache__" or name.startswith(".") or name.endswith(".pyc")


def _own_seed(seed: str, name: str) -> str:
    """An assignment's own seed, from which nobody can tell the course's or another's."""
    return hashlib.sha256(f"{seed}\0seed of the assignment\0{name}".encode()).hexdigest()[:32]


def _assignment(name: str, entry: AssignmentEntry, seed: str) -> Assignment:
    """The assignment as meant: a task that forbids nothing of its own inherits."""
    tasks = tuple(
        Task(
            name=task_name,
            points=task.points,
            file=task.file or f"{task_name}.py",
            graded_by=task.graded_by,
            forbidden=task.forbidden if "forbidden" in task.model_fields_set else entry.forbidden,
            options=FrozenMapping(task.options),
            training=task.training,
            visibility=Visibility(task.visibility or entry.visibility),
        )
        for task_name, task in entry.tasks.items()
    )
    return Assignment(
        name=name,
        title=entry.title,
        handout=entry.handout,
        seed=entry.seed or _own_seed(seed, name),
        forbidden=entry.forbidden,
        tasks=tasks,
    )


def _with_defaults(course: Course, declared: Mapping[Path, Declared]) -> Course:
    """The course with each option that is left out at the first of its choices."""

    def filled(assignment: Assignment, task: Task) -> Task:
        choices = declared[course.grader_file(assignment, task)].choices
        defaults = {option: values[0] for option, values in choices.items()}
        return replace(task, options=FrozenMapping({**defaults, **task.options}))

    assignments = {
        name: replace(each, tasks=tuple(filled(each, task) for task in each.tasks))
        for name, each in course.assignments.items()
    }
    return replace(course, assignments=FrozenMapping(assignments))
