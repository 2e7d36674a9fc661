"""Single modules of the workbook, each handed in beside the solutions of the other tasks."""

from __future__ import annotations

from collections.abc import Mapping

from autograder.course.model import Course
from autograder.grading.batch import GraderProcesses
from autograder.results import Report
from autograder.verification.graded_references import grade_references
from autograder.verification.reference_submissions import ReferenceSubmission, solution


def graded_modules(
    course: Course,
    graders: GraderProcesses,
    modules: Mapping[str, tuple[str, bytes]],
    *,
    only_its_task: bool = False,
) -> dict[str, Report]:
    """The reports of modules: name → (task, source) gives name → report."""
    solutions = solution(course, course.assignments["workbook"]).files
    references = [
        ReferenceSubmission(
            name,
            {**solutions, f"{task}.py": source},
            lambda report: "",
            tasks=(task,) if only_its_task else (),
        )
        for name, (task, source) in modules.items()
    ]
    outcomes = grade_references(graders, references)
    assert not [outcome.problem for outcome in outcomes.values() if outcome.report is None]
    return {name: outcome.report for name, outcome in outcomes.items() if outcome.report}
