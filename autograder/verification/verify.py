"""The release gate: checks every claim about a course by grading submissions with known grades.

Each claim is a function that returns a sentence for each fault. The claim holds if there are none.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from autograder.course.model import Assignment, Course
from autograder.files import leftovers
from autograder.files.on_disk import write_below
from autograder.grading.batch import GradedSubmission, GraderProcesses, warm_graders
from autograder.results import Report
from autograder.template import build
from autograder.verification import (
    accuracy_bar,
    calibration,
    equivalent_misconceptions,
    forecasts,
    kill_matrix,
    leaks,
    points_table,
    reference_submissions,
    visible_tests,
)
from autograder.verification.examples import false_examples, visible_faults
from autograder.verification.forbidden_patterns import forbidden_by_solution
from autograder.verification.kill_matrix import WrongAnswer
from autograder.verification.page import Page
from autograder.verification.reference_submissions import ReferenceSubmission

Claim = tuple[str, Callable[[], Iterable[str]]]


def verify_course(
    course: Course,
    *,
    tier: str,
    with_matrix: bool = False,
    assignments: Sequence[Assignment] = (),
    task: str = "",
) -> bool:
    """Check one claim after another and print the results; stop early if a basic one fails.

    If `assignments` or `task` are given, only these are checked. `with_matrix` also prints which
    check fails for which known mistake. Returns True if all claims hold.
    """
    page = Page()
    for assignment in assignments or course.assignments.values():
        page.heading(f"{assignment.name}, {task}" if task else assignment.name)
        with warm_graders(course.root, assignment.name, tier) as graders:
            graded = GradedReferences(course, assignment, graders, task=task)
            if not _claims_hold(course, assignment, graded, page):
                return False
        for line in accuracy_bar.figures(course, assignment, graded):
            page.line(line, style="dim")
        if graded.wrongs:
            visible = {
                each.name: visible_tests.visible_tests(course, assignment, each)
                for each in graded.tasks
                # Training a network again for each mistake and each test takes long.
                if with_matrix or not each.training
            }
            for line in kill_matrix.render(graded.of_wrongs(), visible, in_full=with_matrix):
                page.row(f"  {line}")
            for line in forecasts.render(forecasts.forecasts(graded.of_wrongs(), visible)):
                page.row(f"  {line}")
    return True


def _claims_hold(
    course: Course, assignment: Assignment, graded: GradedReferences, page: Page
) -> bool:
    for claim, find_faults in claims(course, assignment, graded):
        faults = list(find_faults())
        page.claim(claim, faults)
        if faults:
            return False  # most later claims would fail for the same reason
    return True


class GradedReferences:
    """The reference submissions of an assignment, which are graded when a report is first needed.

    If `task` is given, only those that concern this task.
    """

    def __init__(
        self,
        course: Course,
        assignment: Assignment,
        graders: GraderProcesses,
        *,
        task: str = "",
    ) -> None:
        self._assignment, self._graders = assignment, graders
        chosen = (assignment.task(task),) if task else assignment.checked_tasks()
        self.tasks = tuple(each for each in chosen if each.graded_by == "checks")
        self._only = (task,) if task else ()
        self.solution = [reference_submissions.solution(course, assignment)]
        self.stubs = [reference_submissions.stubs(course, assignment)]
        self.nulls = list(reference_submissions.null_answers(course, assignment))
        self.rights: list[ReferenceSubmission] = []
        self.not_so_right: list[ReferenceSubmission] = []
        for right in reference_submissions.right_answers(course, assignment):
            if right.of_task in [each.name for each in self.tasks]:
                (self.rights if right.is_right else self.not_so_right).append(right.reference)
        wrongs = kill_matrix.wrong_answers(course, assignment)
        self.wrongs = [wrong for wrong in wrongs if wrong.task in self.tasks]
        trained = calibration.trained_task(assignment)
        self.trained = trained if trained in self.tasks else None
        self.family: list[ReferenceSubmission] = []
        self.below: list[ReferenceSubmission] = []
        self.without: list[ReferenceSubmission] = []
        if self.trained:
            self.family = list(calibration.family(course, assignment))
            self.below = list(calibration.below_the_bar(course, assignment))
            self.without = list(calibration.without_convolution(course, assignment))

    def faults(self, chosen: Sequence[ReferenceSubmission]) -> Callable[[], Iterator[str]]:
        """A function that returns a sentence for each reference submission with a wrong grade."""

        def find() -> Iterator[str]:
            for reference in chosen:
                if fault := _fault(reference, self._outcome(reference)):
                    yield f"{reference.name}: {fault}"

        return find

    def reports(self, chosen: Sequence[ReferenceSubmission]) -> list[Report]:
        """The reports of `chosen`, without those that could not be graded."""
        found = (self._outcome(reference).report for reference in chosen)
        return [report for report in found if report is not None]

    def of_wrongs(self) -> Mapping[WrongAnswer, Report]:
        """The reports of the misconceptions."""
        outcomes = ((wrong, self._outcome(wrong.reference)) for wrong in self.wrongs)
        return {wrong: outcome.report for wrong, outcome in outcomes if outcome.report is not None}

    def _outcome(self, reference: ReferenceSubmission) -> GradedSubmission:
        if reference.name in self._simple:
            return self._simple[reference.name]
        return self._others[reference.name]

    @functools.cached_property
    def _simple(self) -> Mapping[str, GradedSubmission]:
        # Grade these first: if their grades are wrong, the others need not be graded.
        return self._grade([*self.solution, *self.stubs, *self.nulls])

    @functools.cached_property
    def _others(self) -> Mapping[str, GradedSubmission]:
        # Grade all together, so that the grader processes need to warm up only once.
        rights = [*self.rights, *self.not_so_right, *self.family]
        # A mistake shows in its own task. With trained networks it may show in another task too.
        alone = not calibration.trained_task(self._assignment)
        wrongs = [
            replace(wrong.reference, tasks=(wrong.task.name,)) if alone else wrong.reference
            for wrong in self.wrongs
        ]
        return self._grade([*rights, *self.below, *self.without, *wrongs])

    def _grade(self, chosen: Sequence[ReferenceSubmission]) -> Mapping[str, GradedSubmission]:
        chosen = [replace(each, tasks=self._only or each.tasks) for each in chosen]
        return grade_references(self._graders, chosen)


def claims(course: Course, assignment: Assignment, graded: GradedReferences) -> Iterator[Claim]:
    """Each claim about a course, with a function that returns a sentence for each fault."""
    yield (
        "the student template is what the solutions generate",
        lambda: build.differences(course, assignment),
    )
    yield (
        "no file for students holds a hidden name, a hidden value or a solution",
        lambda: leaks.for_students(course, build.template(course, assignment)),
    )
    yield (
        "README states the points of grading.yml",
        lambda: points_table.faults(assignment, build.template(course, assignment)),
    )
    yield (
        "every task with checks has misconceptions",
        lambda: kill_matrix.tasks_without(graded.tasks, graded.wrongs),
    )
    yield "the examples in docstrings are true", lambda: false_examples(course, assignment)
    yield (
        "the visible tests pass for the solutions, and none passes for the stubs",
        lambda: visible_faults(course, assignment),
    )
    yield (
        "nothing is forbidden that the solutions use",
        lambda: forbidden_by_solution(course, assignment, graded.reports(graded.solution)),
    )
    yield "the solutions earn full marks", graded.faults(graded.solution)
    yield "the stubs earn nothing, as unfinished", graded.faults(graded.stubs)
    nulls, rights, wrongs = graded.nulls, graded.rights, graded.wrongs
    yield f"{len(nulls)} null answers earn nothing, not for a single case", graded.faults(nulls)
    if rights:
        claim = f"{len(rights)} differently written right answers earn full marks"
        yield claim, graded.faults(rights)
    if graded.not_so_right:
        claim = f"{len(graded.not_so_right)} answers lose points that other options accept"
        yield claim, graded.faults(graded.not_so_right)
    if wrongs:
        claim = f"{len(wrongs)} misconceptions lose points and are named, each alone"
        yield claim, graded.faults([wrong.reference for wrong in wrongs])
        yield (
            "no two misconceptions are the same on every call of the checks",
            lambda: equivalent_misconceptions.groups(course, assignment),
        )
        yield (
            "every check fails for at least one misconception",
            lambda: kill_matrix.idle_checks(graded.of_wrongs()),
        )
    if graded.trained:
        yield from accuracy_bar.claims(course, assignment, graded, graded.trained)


def grade_references(
    graders: GraderProcesses, chosen: Sequence[ReferenceSubmission]
) -> dict[str, GradedSubmission]:
    """Grade reference submissions like any submission: name → outcome."""
    with leftovers.temporary_folder() as folder:
        by_path = {}
        for number, reference in enumerate(chosen):
            path = Path(folder, str(number))
            write_below(path, reference.files)
            by_path[str(path)] = reference
        outcomes = graders.grade_paths(
            list(by_path),
            jobs=min(os.cpu_count() or 1, len(by_path) or 1),
            on_outcome=lambda outcome: None,
            draws=[reference.draw for reference in chosen],
            tasks=[reference.tasks for reference in chosen],
        )
    return {by_path[each.path].name: each for each in outcomes}


def _fault(reference: ReferenceSubmission, outcome: GradedSubmission) -> str:
    if outcome.report is None:
        return outcome.problem
    return reference.fault(outcome.report)
