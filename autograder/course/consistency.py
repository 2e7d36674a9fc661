"""Finds where grading.yml, the folders and the graders of a course disagree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from autograder.course.declared_options import Declared
from autograder.course.faults import CourseFault
from autograder.course.model import SHARED, Assignment, Course, Task
from autograder.course.yaml_lines import Document


def in_folders(course: Course, document: Document) -> Iterator[CourseFault]:
    """The places where grading.yml and the folders disagree."""
    for assignment in course.assignments.values():
        place = ("assignments", assignment.name)
        folder = course.assignment_folder(assignment)
        if assignment.name == SHARED:
            shared = course.shown(folder)
            yield document.fault(place, f"{shared} is for files of every assignment; rename it.")
        if not folder.is_dir():
            yield document.fault(
                place,
                f"assignment {assignment.name!r} has no folder {course.shown(folder)}; "
                "make it or remove the assignment.",
            )
            continue
        for task in assignment.tasks:
            for sentence in _task_faults(course, assignment, task):
                yield document.fault((*place, "tasks", task.name), sentence)
        graded = {course.grader_file(assignment, task) for task in assignment.checked_tasks()}
        for path in sorted(course.grader_folder(assignment).glob("test_*.py")):
            if path not in graded:
                yield document.fault((*place, "tasks"), _stray_grader(course, assignment, path))


def _task_faults(course: Course, assignment: Assignment, task: Task) -> Iterator[str]:
    """What is wrong with one task's files."""
    subject = f"task {task.name!r}"
    if task.graded_by == "checks":
        if not (task.file.endswith(".py") and task.file.removesuffix(".py").isidentifier()):
            yield f"{subject} is graded by checks, so its file should be a module: {task.name}.py."
        if not course.grader_file(assignment, task).is_file():
            yield f"{subject} has no graders/test_{task.name}.py; write it or remove the task."
    solution = course.solution_file(assignment, task)
    if not solution.is_file():
        yield f"{subject} has no {course.shown(solution)}; write it or remove the task."
        return
    lines = (
        solution.read_text(encoding="utf-8", errors="replace").splitlines() if task.rubric else ()
    )
    headings = {line.lstrip("#").strip() for line in lines if line.startswith("#")}
    for each in task.rubric:
        if each.question not in headings:
            yield (
                f"{subject} has the question {each.question!r} in its rubric, which is no heading "
                f"in {course.shown(solution)}; write it as it stands there."
            )


def _stray_grader(course: Course, assignment: Assignment, path: Path) -> str:
    name, shown = path.stem.removeprefix("test_"), course.shown(path)
    if any(task.name == name for task in assignment.tasks):
        return f"task {name!r} is graded by a person, but there is {shown}; remove one of the two."
    return f"{shown} is for an unknown task {name!r}; add the task or remove the file."


def in_options(
    course: Course, document: Document, declared: Mapping[Path, Declared]
) -> Iterator[CourseFault]:
    """Bad declarations of options, options that no grader declares, values that none allows."""
    for assignment, task in course.tasks():
        grader = course.grader_file(assignment, task)
        if task.graded_by == "checks" and not grader.is_file():
            continue  # the bad declaration has been reported
        found = declared[grader]
        if found.fault:
            yield found.fault
            continue
        choices = found.choices
        for option, value in task.options.items():
            place = ("assignments", assignment.name, "tasks", task.name, "options", option)
            if option not in choices:
                known = ", ".join(choices) or "none"
                sentence = f"task {task.name!r} has no option {option!r}; it has: {known}."
                yield document.fault(place, sentence)
            elif value not in choices[option]:
                wanted = " or ".join(choices[option])
                sentence = f"option {option!r} is {value!r}; it should be {wanted}."
                yield document.fault(place, sentence)
