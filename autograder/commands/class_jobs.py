"""Grades the submissions of a class, several at a time: each is laid out, graded, and cleared."""

from __future__ import annotations

import functools
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import closing
from dataclasses import replace as with_

from msgspec.structs import replace

from autograder.course import fingerprints
from autograder.course.model import Assignment, Course
from autograder.downloads.handed_in import laid_out
from autograder.errors import SubmissionRefused
from autograder.gradebook.noting import Noted
from autograder.grading.batch import GradedSubmission, Graders
from autograder.grading.grader_process import Job
from autograder.submission.refusals import refusal
from autograder.version import version

OnLine = Callable[[str, str], None]


def grade_noted(
    course: Course,
    assignment: Assignment,
    graders: Graders,
    todo: Sequence[Noted],
    *,
    jobs: int,
    on_line: OnLine,
) -> Generator[tuple[Noted, GradedSubmission], None, None]:
    """Grade `jobs` submissions at a time, and give each outcome as soon as it is there.

    Those whose grader was lost elsewhere are tried once more at the end, one at a time: one that
    takes its grader down takes no other with it.

    Only as many are laid out and held as are being graded: memory and disk stay flat. The graders
    are stopped after any exception, Ctrl-C included, and if it is closed early. Raises CourseError.
    """
    lost = []
    with closing(
        _graded(course, assignment, graders, todo, jobs=jobs, on_line=on_line)
    ) as outcomes:
        for noted, outcome in outcomes:
            if outcome.is_lost:
                lost.append(noted)
            else:
                yield noted, outcome
    yield from _graded(course, assignment, graders, lost, jobs=1, on_line=on_line)


def _graded(
    course: Course,
    assignment: Assignment,
    graders: Graders,
    todo: Sequence[Noted],
    *,
    jobs: int,
    on_line: OnLine,
) -> Generator[tuple[Noted, GradedSubmission], None, None]:
    grade = functools.partial(_grade, course, assignment, graders, on_line)
    waiting = iter(todo)
    running: dict[Future[GradedSubmission], Noted] = {}
    with ThreadPoolExecutor(jobs) as pool:
        try:
            while True:
                for noted in waiting:
                    running[pool.submit(grade, noted)] = noted
                    if len(running) >= jobs + 1:  # one more, so that no grader has to wait for us
                        break
                if not running:
                    return
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    yield running.pop(future), future.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            graders.stop()
            raise


def _grade(
    course: Course,
    assignment: Assignment,
    graders: Graders,
    on_line: OnLine,
    noted: Noted,
) -> GradedSubmission:
    """Grade one. What can't even be laid out is refused, like any other submission."""
    name = noted.attempt.name
    try:
        with laid_out(noted.handed_in, course.intake) as place:
            outcome = graders.grade(
                Job(str(place), record=True), lambda _, line: on_line(name, line)
            )
    except SubmissionRefused as refused:
        known = {
            "engine": version(),
            "course": fingerprints.fingerprint(course, assignment),
            "seed": fingerprints.seed_fingerprint(assignment),
        }
        return GradedSubmission(name, refusal(assignment, name, str(refused), environment=known))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        return GradedSubmission(name, None, f"it could not be unpacked: {reason}")
    if outcome.report is None:
        return with_(outcome, path=name)
    return _named(outcome, name)


def _named(outcome: GradedSubmission, name: str) -> GradedSubmission:
    """The outcome under the name that the submission has in its download."""
    assert outcome.report is not None  # noqa: S101 - asked for by the caller
    return with_(outcome, path=name, report=replace(outcome.report, submission=name))
