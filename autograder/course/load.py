"""Loads a course: reads grading.yml and the folders, and reports every fault in them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from autograder.course import (
    consistency,
    declared_options,
    grading_yml,
    policy,
    rubric,
    written_checks,
)
from autograder.course.declared_options import Declared
from autograder.course.faults import raise_any
from autograder.course.model import Assignment, Course, Task
from autograder.course.schema import AssignmentEntry, GradingFile
from autograder.results import Visibility


def load_course(root: Path) -> Course:
    """Read the course in `root`. Raises one CourseError with a line for each fault."""
    root = root.resolve()
    written, document = grading_yml.read(root)
    raise_any(
        document.fault(("assignments", name, "policy", *place), sentence)
        for name, entry in written.assignments.items()
        for place, sentence in policy.faults(written.policy, entry.policy, entry.tasks)
    )
    raise_any(
        document.fault(("assignments", name, "tasks", task, *place), sentence)
        for name, entry in written.assignments.items()
        for task, its in entry.tasks.items()
        for place, sentence in rubric.faults(its.rubric, its.points, its.graded_by)
    )
    course = Course(
        root=root,
        title=written.title,
        seed=written.seed,
        limits=written.limits,
        intake=written.intake,
        assignments=MappingProxyType(
            {name: _assignment(name, entry, written) for name, entry in written.assignments.items()}
        ),
        slip_days=written.policy.slip_days,
        check_py=written.check_py,
        axes=MappingProxyType({len(words): words for words in written.axes}),
    )
    graders = [course.grader_file(*pair) for pair in course.tasks()]
    declared = {path: declared_options.read(path, course.shown(path)) for path in graders}
    in_folders = consistency.in_folders(course, document)
    in_options = consistency.in_options(course, document, declared)
    in_checks = [
        fault for path in graders for fault in written_checks.faults(path, course.shown(path))
    ]
    raise_any((*in_folders, *in_options, *in_checks))
    return _with_defaults(course, declared)


def _own_seed(seed: str, name: str) -> str:
    """An assignment's seed, a hash: it reveals neither the course's seed nor another one's."""
    return hashlib.sha256(f"{seed}\0seed of the assignment\0{name}".encode()).hexdigest()[:32]


def _assignment(name: str, entry: AssignmentEntry, written: GradingFile) -> Assignment:
    """The assignment with its defaults: a task without a `forbidden` list gets the assignment's."""
    tasks = tuple(
        Task(
            name=task_name,
            points=task.points,
            file=task.file or f"{task_name}.py",
            graded_by=task.graded_by,
            forbidden=task.forbidden if "forbidden" in task.model_fields_set else entry.forbidden,
            options=MappingProxyType(task.options),
            training=task.training,
            visibility=Visibility(task.visibility or entry.visibility),
            bonus=task.bonus,
            rubric=task.rubric,
        )
        for task_name, task in entry.tasks.items()
    )
    return Assignment(
        name=name,
        title=entry.title,
        starter_url=entry.starter_url,
        seed=entry.seed or _own_seed(written.seed, name),
        forbidden=entry.forbidden,
        tasks=tasks,
        policy=policy.resolved(written.policy, entry.policy),
    )


def _with_defaults(course: Course, declared: Mapping[Path, Declared]) -> Course:
    """The course with each option that is left out set to its first choice."""

    def filled(assignment: Assignment, task: Task) -> Task:
        choices = declared[course.grader_file(assignment, task)].choices
        defaults = {option: values[0] for option, values in choices.items()}
        return replace(task, options=MappingProxyType({**defaults, **task.options}))

    assignments = {
        name: replace(each, tasks=tuple(filled(each, task) for task in each.tasks))
        for name, each in course.assignments.items()
    }
    return replace(course, assignments=MappingProxyType(assignments))
