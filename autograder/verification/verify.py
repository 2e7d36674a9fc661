"""The release gate: checks every claim about a course by grading submissions with known grades.

Each claim is a function that returns a sentence for each fault. The claim holds if there are none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import torch

from autograder.course.model import Assignment, Course
from autograder.errors import CourseError
from autograder.grading.batch import warm_graders
from autograder.template import build, points_table
from autograder.text.commands import Here
from autograder.verification import (
    accuracy_bar,
    equivalent_misconceptions,
    forecasts,
    given_modules,
    kill_matrix,
    leaks,
    observed_mistakes,
    recognised_maps,
    several_right,
    visible_tests,
)
from autograder.verification.examples import false_examples, visible_faults
from autograder.verification.forbidden_patterns import forbidden_by_solution, forbidding_nothing
from autograder.verification.graded_references import GradedReferences
from autograder.verification.page import Page

Claim = tuple[str, Callable[[], Iterable[str]]]


def verify_course(
    course: Course,
    *,
    tier: str,
    with_matrix: bool = False,
    assignments: Sequence[Assignment] = (),
    task: str = "",
    here: Here | None = None,
) -> bool:
    """Check one claim after another and print the results; stop early if a basic one fails.

    If `assignments` or `task` are given, only these are checked. `with_matrix` also prints which
    check fails for which known mistake; `here` is what printed commands have to name. Returns True
    if all claims hold.
    """
    torch.set_num_threads(1)  # the grader processes beside this one need the other cores
    page = Page(here)
    for assignment in assignments or course.assignments.values():
        page.heading(f"{assignment.name}, {task}" if task else assignment.name)
        with warm_graders(course.root, assignment.name, tier) as graders:
            try:
                graded = GradedReferences(course, assignment, graders, task=task)
            except CourseError as error:
                page.claim("the solutions and the known mistakes can be loaded", [str(error)])
                return False
            if not _claims_hold(course, assignment, graded, page):
                return False
        for line in accuracy_bar.figures(course, assignment, graded):
            page.line(line, style="dim")
        maps = graded.maps[0] if graded.wrongs else ()
        for line in recognised_maps.lines(maps, in_full=with_matrix):
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
        faults = _faults(find_faults)
        page.claim(claim, faults)
        if faults:
            return False  # most later claims would fail for the same reason
    return True


def _with_remedy(differences: Sequence[str]) -> Iterator[str]:
    """What differs, after what to do: most often, it is the solution that has been changed."""
    if differences:
        yield "`autograder template` writes it anew; that should change:"
    yield from differences


def _faults(find_faults: Callable[[], Iterable[str]]) -> list[str]:
    """What is found; if the course can't be read for it, that is the fault of this claim."""
    try:
        return list(find_faults())
    except CourseError as error:
        return [str(error)]


def claims(course: Course, assignment: Assignment, graded: GradedReferences) -> Iterator[Claim]:
    """Each claim about a course, with a function that returns a sentence for each fault."""
    yield (
        "the student template is what the solutions generate",
        lambda: _with_remedy(build.differences(course, assignment)),
    )
    yield (
        "no file for students holds a hidden name, a hidden value or a solution",
        lambda: leaks.for_students(course, build.template(course, assignment)),
    )
    yield (
        "README states the points and the tasks of grading.yml",
        lambda: points_table.faults(assignment, build.template(course, assignment)),
    )
    yield (
        "every task with checks has known mistakes",
        lambda: kill_matrix.tasks_without(graded.tasks, graded.wrongs),
    )
    yield (
        "every mistake that a check names is observed",
        lambda: observed_mistakes.undeclared(course, assignment, graded.tasks),
    )
    yield (
        "the examples in docstrings are true",
        lambda: false_examples(course, assignment, graded.tasks),
    )
    yield (
        "the visible tests pass for the solutions, and none passes for the stubs",
        lambda: visible_faults(course, assignment, graded.tasks),
    )
    yield (
        "the modules that students are given can be imported",
        lambda: given_modules.faults(course, assignment),
    )
    yield (
        "every pattern of what is forbidden matches something",
        lambda: forbidding_nothing(course, assignment, graded.tasks),
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
        yield (
            "what right answers give is what the solution gives, or is observed",
            lambda: several_right.undeclared(course, assignment, graded.tasks),
        )
    if graded.not_so_right:
        claim = f"{len(graded.not_so_right)} answers lose points that other options accept"
        yield claim, graded.faults(graded.not_so_right)
    if wrongs:
        claim = f"{len(wrongs)} known mistakes lose points and are named, each alone"
        yield claim, graded.faults([wrong.reference for wrong in wrongs])
        yield (
            "no two known mistakes are the same on every call of the checks",
            lambda: equivalent_misconceptions.groups(course, assignment, graded.tasks),
        )
        yield (
            "every check fails for at least one known mistake",
            lambda: kill_matrix.idle_checks(graded.of_wrongs()),
        )
        yield (
            "as-if hypotheses are recognised where they are made, and right answers get none",
            lambda: graded.maps[1],
        )
    if graded.trained:
        yield from accuracy_bar.claims(course, assignment, graded, graded.trained)
