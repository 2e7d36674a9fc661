"""Makes a course that only accepts checkpoints train its reference networks during `verify`.

The reference networks have no checkpoints. How a network got its weights does not change how it is
judged, so `verify` uses a copy of the course that trains them.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from autograder.course import grading_yml
from autograder.course.load import load_course
from autograder.course.model import Course
from autograder.files import leftovers

ONLY_CHECKPOINTS = re.compile(r"(\bhand_in:\s*)checkpoint\b")


@contextmanager
def trained_here(course: Course) -> Iterator[Course]:
    """The course itself or, if one of its tasks only accepts checkpoints, a copy that trains."""
    tasks = (task for each in course.assignments.values() for task in each.checked_tasks())
    if not any(task.training and task.training.hand_in == "checkpoint" for task in tasks):
        yield course
        return
    with leftovers.temporary_folder() as name:
        folder = Path(name)
        for part in ("assignments", "solutions", "student_template"):
            if (course.root / part).is_dir():
                shutil.copytree(course.root / part, folder / part)
        text = (course.root / grading_yml.FILE_NAME).read_text(encoding="utf-8")
        (folder / grading_yml.FILE_NAME).write_text(
            ONLY_CHECKPOINTS.sub(r"\1either", text), "utf-8"
        )
        yield load_course(folder)
