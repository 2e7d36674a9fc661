"""The reference submissions of an assignment, graded when a report is first needed."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from autograder.course.model import Assignment, Course
from autograder.files import leftovers
from autograder.files.on_disk import write_below
from autograder.grading.batch import GradedSubmission, GraderProcesses
from autograder.results import Report
from autograder.verification import (
    calibration,
    kill_matrix,
    recognised_maps,
    reference_submissions,
)
from autograder.verification.kill_matrix import WrongAnswer
from autograder.verification.maps_of_function import OfFunction
from autograder.verification.reference_submissions import ReferenceSubmission


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
        self._course, self._assignment, self._graders = course, assignment, graders
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
        self.without_by_kind: dict[str, list[ReferenceSubmission]] = {}
        if self.trained:
            self.family = list(calibration.family(course, assignment))
            self.below = list(calibration.below_the_bar(course, assignment))
            for kind in calibration.kinds_without(course, assignment):
                self.without_by_kind[kind] = list(calibration.without(course, assignment, kind))

    @property
    def without(self) -> list[ReferenceSubmission]:
        """The networks that must earn nothing because they do without something."""
        return [each for group in self.without_by_kind.values() for each in group]

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

    @functools.cached_property
    def maps(self) -> tuple[list[OfFunction], list[str]]:
        """What was found out about as-if hypotheses, and a sentence for each fault."""
        return recognised_maps.of_assignment(self._course, self._assignment, self.tasks)

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
