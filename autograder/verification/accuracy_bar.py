"""The claims that `verify` checks for a task that trains networks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from autograder.course.model import Assignment, Course, Task
from autograder.verification import calibration, estimate

if TYPE_CHECKING:
    from autograder.verification.graded_references import GradedReferences

Claim = tuple[str, Callable[[], Iterable[str]]]


def claims(
    course: Course, assignment: Assignment, graded: GradedReferences, task: Task
) -> Iterator[Claim]:
    """Each claim, with a function that returns a sentence for each fault."""
    family, below = graded.family, graded.below
    if family:
        yield f"{len(family)} right networks of all kinds earn full marks", graded.faults(family)
    if below:
        yield f"{len(below)} networks stay below the first level", graded.faults(below)
    for kind, without in graded.without_by_kind.items():
        words = kind.replace("_", " ")
        yield f"{len(without)} networks {words} earn nothing", graded.faults(without)
    yield (
        "no network is said to make a mistake that it does not make",
        lambda: _false_names(graded),
    )
    yield (
        "right networks miss the full points no more often than stated",
        lambda: _false_fails(course, assignment, graded, task),
    )


def figures(course: Course, assignment: Assignment, graded: GradedReferences) -> Iterator[str]:
    """Lines about the measurements: the false-fail rate, and what each network reaches."""
    if graded.trained is None:
        return
    if found := estimate.read(course, assignment):
        yield found.worded()
    for reference in (*graded.rights, *graded.family, *graded.below, *graded.without):
        for report in graded.reports([reference]):
            yield f"{reference.name}: {calibration.measured(graded.trained, report)}"


def _false_names(graded: GradedReferences) -> Iterator[str]:
    """A sentence for each known mistake that is named although the network does not make it."""
    innocent = [*graded.solution, *graded.rights, *graded.family, *graded.below, *graded.without]
    made = [(wrong.reference, (wrong.task.name, wrong.mistake)) for wrong in graded.wrongs]
    for reference, mistake in [*((each, ("", "")) for each in innocent), *made]:
        for report in graded.reports([reference]):
            if fault := calibration.names_in(report, but=mistake):
                yield f"{reference.name}: {fault}"


def _false_fails(
    course: Course, assignment: Assignment, graded: GradedReferences, task: Task
) -> Iterator[str]:
    """A sentence for each reason why the committed false-fail rate is not valid."""
    references = {calibration.SOLUTIONS: graded.solution[0]}
    references |= {reference.name: reference for reference in graded.family}
    reports = {
        name: report
        for name, reference in references.items()
        for report in graded.reports([reference])
    }
    yield from calibration.faults(course, assignment, task, reports)
