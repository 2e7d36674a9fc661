"""Imports a course's solutions as modules of our own process."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

from autograder.course.model import Assignment, Course, Task
from autograder.course.unreadable import why_unreadable
from autograder.errors import CourseError


def load_solution(course: Course, assignment: Assignment, task: Task) -> ModuleType:
    """Import a task's solution. Solutions may import each other by name. Raises CourseError."""
    folder = course.solution_folder(assignment)
    if sys.path[:1] != [str(folder)]:
        # In front, since another assignment that was loaded may have a module of that name.
        sys.path[:] = [str(folder), *(place for place in sys.path if place != str(folder))]
    name = task.file.removesuffix(".py")
    loaded = sys.modules.get(name)
    if loaded is not None and Path(loaded.__file__ or "").parent != folder:
        # Another assignment or course that this process has loaded has a module of that name.
        del sys.modules[name]
    try:
        return importlib.import_module(name)
    except Exception as error:  # its author's code may raise anything
        file = course.solution_file(assignment, task)
        raise CourseError(why_unreadable(error, file, course.root)) from error
