"""What is graded, within what, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from autograder.course.model import Assignment, Course
from autograder.files.on_disk import files_below
from autograder.grading.conditions import Conditions
from autograder.grading.environment import environment
from autograder.grading.plugin import ChecksPlugin
from autograder.grading.recording import Recording
from autograder.results import RanAgain, Report
from autograder.sandbox.launcher import Zygotes
from autograder.submission.intake import Submission
from autograder.template.stubs import as_given


@dataclass(frozen=True)
class ToGrade:
    """A submission to grade. A `draw` other than 0 draws other hidden inputs and seeds; `only`
    are the names of the tasks to grade (none: all).

    If `is_recorded`, a recording is made. `recording` is that of an earlier grading: what it tells
    is not run again.
    """

    submission: Submission
    draw: int = 0
    only: tuple[str, ...] = ()
    is_recorded: bool = False
    recording: Recording | None = None


@dataclass(frozen=True)
class Graded:
    """A report, its recording if one was made, and what a regrade has run again."""

    report: Report
    recording: Recording | None = None
    ran_again: tuple[RanAgain, ...] = ()


class GradingContext:
    """What is the same for every submission of a run."""

    def __init__(
        self,
        course: Course,
        assignment: Assignment,
        checks: ChecksPlugin,
        zygotes: Zygotes,
        on_line: Callable[[str], None],
    ) -> None:
        self.course, self.assignment, self.checks = course, assignment, checks
        self.zygotes, self.on_line = zygotes, on_line
        self.given = given_modules(course, assignment)
        self.stubs = as_given(course, assignment)
        self.environment = environment(course, assignment)
        self.conditions = Conditions(course, assignment, self.given, zygotes.tier, self.environment)


def given_modules(course: Course, assignment: Assignment) -> Mapping[str, bytes]:
    """The modules that every student is given, by file name. A submission may import them."""
    files = files_below(course.given_folder(assignment))
    return {name: path.read_bytes() for name, path in files.items() if name.endswith(".py")}
