"""The release gate: the course grades itself, and says what does not hold.

Each claim is a function that gives a sentence for each fault it finds; without faults it holds.
"""

from __future__ import annotations

import doctest
import functools
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.text import Text

from autograder import calibration, leaks, leftovers, matrix, specimens, template, visible_tests
from autograder.batch import Outcome, grade_paths
from autograder.course import Assignment, Course, Task
from autograder.grading import telltale
from autograder.grading.solutions import load_solution
from autograder.matrix import WrongAnswer
from autograder.on_disk import write_below
from autograder.results import Report
from autograder.specimens import Specimen

Claim = tuple[str, Callable[[], Iterable[str]]]


def verify_course(course: Course, *, tier: str, with_matrix: bool = False) -> bool:
    """Check every claim of every assignment and print what was found; True if all hold.

    `with_matrix` also prints which check fails for which known mistake, not only for how many.
    """
    console = Console(highlight=False, soft_wrap=True)
    holds = True
    for assignment in course.assignments.values():
        console.print(Text(assignment.name, style="bold"))
        graded = Graded(course, assignment, tier)
        for claim, find_faults in claims(course, assignment, graded):
            faults = list(find_faults())
            holds = holds and not faults
            mark, style = ("✗", "red") if faults else ("✓", "green")
            console.print(Text.assemble("  ", (mark, style), f" {claim}"))
            for fault in faults:
                console.print(Text(f"      {fault}"))
        for line in figures(graded):
            console.print(Text(f"      {line}", style="dim"))
        if graded.wrongs:
            visible = {
                task.name: visible_tests.failing(course, assignment, task)
                for task in assignment.checked_tasks()
                # To train a network once more for each mistake and each test takes long.
                if with_matrix or not task.training
            }
            for line in matrix.render(graded.of_wrongs(), visible, in_full=with_matrix):
                console.print(Text(f"  {line}"))
    return holds


class Graded:
    """The specimens of an assignment, and their reports once somebody asks for one."""

    def __init__(self, course: Course, assignment: Assignment, tier: str) -> None:
        self._course, self._assignment, self._tier = course, assignment, tier
        self.solution = [specimens.solution(course, assignment)]
        self.stubs = [specimens.stubs(course, assignment)]
        self.nulls = list(specimens.null_answers(course, assignment))
        self.rights = list(specimens.right_answers(course, assignment))
        self.wrongs = list(matrix.wrong_answers(course, assignment))
        self.trained = calibration.trained_task(assignment)
        self.clears = list(calibration.clears_the_bar(course, assignment))
        self.below = list(calibration.below_the_bar(course, assignment))
        self.without = list(calibration.without_convolution(course, assignment))
        self.draws = list(calibration.draws(course, assignment)) if self.trained else []

    def faults(self, chosen: Sequence[Specimen]) -> Callable[[], Iterator[str]]:
        """Gives, when called, a sentence for each specimen that was judged wrongly."""

        def find() -> Iterator[str]:
            for specimen in chosen:
                if fault := _fault(specimen, self._outcomes[specimen.name]):
                    yield f"{specimen.name}: {fault}"

        return find

    def reports(self, chosen: Sequence[Specimen]) -> list[Report]:
        """The reports of those specimens that have one."""
        found = (self._outcomes[specimen.name].report for specimen in chosen)
        return [report for report in found if report is not None]

    def of_wrongs(self) -> Mapping[WrongAnswer, Report]:
        """The reports of the misconceptions."""
        outcomes = ((wrong, self._outcomes[wrong.specimen.name]) for wrong in self.wrongs)
        return {wrong: outcome.report for wrong, outcome in outcomes if outcome.report is not None}

    @functools.cached_property
    def _outcomes(self) -> Mapping[str, Outcome]:
        # All at once: a grading process that has warmed up is used for every one of them.
        wrongs = [wrong.specimen for wrong in self.wrongs]
        rights = [*self.solution, *self.rights, *self.clears, *self.draws]
        chosen = [*rights, *self.stubs, *self.nulls, *self.below, *self.without, *wrongs]
        return grade_specimens(self._course, self._assignment, chosen, self._tier)


def claims(course: Course, assignment: Assignment, graded: Graded) -> Iterator[Claim]:
    """What a course promises, and how to find out whether it is so."""
    yield (
        "the student template is what the solutions generate",
        lambda: template.differences(course, assignment),
    )
    yield (
        "no file for students holds a hidden name, a hidden value or a solution",
        lambda: leaks.for_students(course, template.build(course, assignment)),
    )
    yield "the examples in docstrings are true", lambda: false_examples(course, assignment)
    yield (
        "the visible tests pass for the solutions, and none passes for the stubs",
        lambda: visible_faults(course, assignment),
    )
    yield "the solutions earn full marks", graded.faults(graded.solution)
    yield "the stubs earn nothing, as unfinished", graded.faults(graded.stubs)
    nulls, rights, wrongs = graded.nulls, graded.rights, graded.wrongs
    yield f"{len(nulls)} null answers earn nothing, not for a single case", graded.faults(nulls)
    if rights:
        claim = f"{len(rights)} differently written right answers earn full marks"
        yield claim, graded.faults(rights)
    if wrongs:
        claim = f"{len(wrongs)} misconceptions lose points and are named, each alone"
        yield claim, graded.faults([wrong.specimen for wrong in wrongs])
        yield (
            "no two misconceptions are the same on every call of the checks",
            lambda: telltale.twins(course, assignment),
        )
        yield (
            "every check fails for at least one misconception",
            lambda: matrix.idle_checks(graded.of_wrongs()),
        )
    if graded.trained:
        yield from _claims_of_the_bar(graded, graded.trained)


def _claims_of_the_bar(graded: Graded, task: Task) -> Iterator[Claim]:
    clears, below, without = graded.clears, graded.below, graded.without
    yield f"{len(clears)} other networks clear the bar", graded.faults(clears)
    yield f"{len(below)} networks stay below the first tier", graded.faults(below)
    yield f"{len(without)} networks without convolution earn nothing", graded.faults(without)
    yield (
        "the solutions miss the full points no more often than stated",
        lambda: calibration.faults(task, graded.reports(graded.draws)),
    )


def figures(graded: Graded) -> Iterator[str]:
    """What was measured on the way: accuracies of the solutions, and of what must not pass."""
    if graded.trained is None:
        return
    if found := calibration.calibrated(graded.trained, graded.reports(graded.draws)):
        yield f"the solutions: {found.in_words()}"
    for specimen in (*graded.rights, *graded.clears, *graded.below, *graded.without):
        for report in graded.reports([specimen]):
            yield f"{specimen.name}: {calibration.measured(graded.trained, report)}"


def grade_specimens(
    course: Course, assignment: Assignment, chosen: Sequence[Specimen], tier: str
) -> dict[str, Outcome]:
    """Grade specimens as any submission is graded: name → what came of it."""
    with leftovers.temporary_folder() as folder:
        by_path = {}
        for number, specimen in enumerate(chosen):
            path = Path(folder, str(number))
            write_below(path, specimen.files)
            by_path[str(path)] = specimen
        outcomes = grade_paths(
            course.root,
            assignment.name,
            list(by_path),
            tier=tier,
            jobs=min(os.cpu_count() or 1, len(by_path) or 1),
            on_outcome=lambda outcome: None,
            draws=[specimen.draw for specimen in chosen],
        )
    return {by_path[each.path].name: each for each in outcomes}


def false_examples(course: Course, assignment: Assignment) -> Iterator[str]:
    """Run the examples in the docstrings of the solutions; stubs have the same."""
    for task in assignment.checked_tasks():
        module = load_solution(course, assignment, task)
        runner = doctest.DocTestRunner(verbose=False)
        for test in doctest.DocTestFinder().find(module, module.__name__):
            said: list[str] = []
            runner.run(test, out=said.append)
            if said:
                yield f"{task.file}, {test.name}: {' '.join(''.join(said).split())}"


def visible_faults(course: Course, assignment: Assignment) -> Iterator[str]:
    """Run the visible tests as a student would: with plain pytest, in a folder of their own."""
    stubs = template.build(course, assignment)
    solved = {**stubs, **specimens.solution(course, assignment).files}
    passed, failed = _visible_tests(solved)
    if failed or not passed:
        yield f"with the solutions, {passed} visible tests pass and {failed} fail"
    passed, _ = _visible_tests(stubs)
    if passed:
        yield f"{passed} visible tests pass with the stubs: they test nothing"


def _visible_tests(files: specimens.Files) -> tuple[int, int]:
    """How many tests pass and how many don't."""
    with leftovers.temporary_folder() as folder:
        write_below(Path(folder), files)
        result = Path(folder, "result.xml")
        subprocess.run(
            [
                sys.executable,
                "-m",
                "pytest",
                "-q",
                "-p",
                "no:cacheprovider",
                f"--junitxml={result}",
            ],
            cwd=folder,
            capture_output=True,
            check=False,
        )
        return _counts(result)


def _counts(junit: Path) -> tuple[int, int]:
    from xml.etree import ElementTree  # noqa: PLC0415 - written by our own pytest just now

    suite = next(ElementTree.parse(junit).iter("testsuite"))  # noqa: S314 - see above
    total = int(suite.get("tests", 0))
    failed = sum(int(suite.get(kind, 0)) for kind in ("failures", "errors", "skipped"))
    return total - failed, failed


def _fault(specimen: Specimen, outcome: Outcome) -> str:
    if outcome.report is None:
        return outcome.problem
    return specimen.fault(outcome.report)
