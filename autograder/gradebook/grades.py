"""What a gradebook shows: computed by one function of its rows and of the policy.

Every view, file and message is made of what `book_of` gives, so that no two of them disagree. The
function reads no file and no clock.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from autograder.course.model import Assignment
from autograder.downloads.people import Person
from autograder.gradebook import counting, points, problems
from autograder.gradebook.counting import Candidate
from autograder.gradebook.edits import InForce, in_force
from autograder.gradebook.grade import Book, Grade, State, Step
from autograder.gradebook.owners import owned_in
from autograder.gradebook.points import Sum
from autograder.gradebook.rows import Rows, as_moment
from autograder.scoring import add_up


def book_of(
    rows: Rows,
    assignments: Sequence[Assignment],
    *,
    slip_days: int = 0,
    checks: Mapping[str, str] | None = None,
) -> Book:
    """The grades of all students in `assignments`, in their order.

    `slip_days` are shared over the assignments, by the order of their deadlines. `checks` are the
    fingerprints of today's checks: with them, a grading by others is a problem that is told.
    """
    holds = in_force(rows.edits)
    owned = owned_in(rows)
    grades: dict[tuple[str, str], Grade] = {}
    by_deadline = sorted(assignments, key=_deadline)
    for person in owned.people:
        left = slip_days
        found = {}
        for assignment in by_deadline:
            own = owned.candidates.get((person.id, assignment.name), [])
            grade, used = _grade(person, assignment, own, holds, left)
            found[assignment.name], left = grade, left - used
        for assignment in assignments:
            grades[(person.id, assignment.name)] = found[assignment.name]
    told = problems.of(rows, owned, list(grades.values()), assignments, checks or {})
    return Book(owned.people, grades, owned.strays, tuple(told))


def _grade(
    person: Person,
    assignment: Assignment,
    candidates: Sequence[Candidate],
    holds: InForce,
    slip_days: int,
) -> tuple[Grade, int]:
    """The grade of one student in one assignment, and how many slip days it uses."""
    place = (person.id, assignment.name)
    possible = points.out_of(assignment)
    nothing = Grade(person, assignment.name, State.NOTHING, possible, attempts=len(candidates))
    grade, used = nothing, 0
    if candidates:
        time = holds.times.get(place)

        def worth(candidate: Candidate) -> Sum | None:
            if candidate.grading is None:
                return None
            submitted = time.value if time else candidate.attempt.submitted
            return points.of_attempt(
                assignment,
                candidate.grading.outcome,
                holds,
                student=person.id,
                content=candidate.attempt.content,
                submitted=as_moment(submitted) if submitted else None,
                is_late=candidate.attempt.is_late,
                slip_days=slip_days,
            )

        chosen = holds.chosen.get(place)
        pick = counting.choose(
            candidates, assignment.policy.counts, worth, chosen.value if chosen else ""
        )
        grade, used = _of_pick(nothing, pick, time.author if time else "")
    return _with_edits(grade, place, holds), used


def _of_pick(nothing: Grade, pick: counting.Pick, timed_by: str) -> tuple[Grade, int]:
    if pick.candidate is None:
        state = State.UNDECIDED if pick.problem else State.UNGRADED
        waits = (pick.problem,) if pick.problem else ()
        return replace(nothing, state=state, waits_for=waits, steps=(Step(pick.words),)), 0
    its = pick.candidate
    if pick.worth is None:
        words = f"{pick.words}; it is not graded yet"
        steps = (Step(words),)
        return replace(nothing, state=State.UNGRADED, attempt=its.attempt, steps=steps), 0
    worth = pick.worth
    by = (Step(f"the time was told by {timed_by}"),) if timed_by else ()
    return (
        replace(
            nothing,
            state=State.WAITING if worth.waits_for else State.GRADED,
            points=None if worth.waits_for else worth.points,
            so_far=worth.points,
            tasks=worth.tasks,
            steps=(Step(pick.words), *_kept(its), *by, *worth.steps),
            answers=worth.answers,
            attempt=its.attempt,
            grading=its.grading,
            checks=tuple(
                each.checks for each in (its.grading, its.kept and its.kept.grading) if each
            ),
            waits_for=worth.waits_for,
        ),
        worth.slip_days,
    )


def _kept(candidate: Candidate) -> Iterator[Step]:
    """That a later grading does not count, since it would have lowered the grade."""
    if candidate.kept is not None:
        edit, grading = candidate.kept.edit, candidate.kept.grading
        score = add_up(score or 0.0 for _, score, _, _ in grading.outcome.tasks)
        yield Step(
            f"the points from before are kept by {edit.author} on {edit.at[:10]}, where checks "
            f"{grading.checks} give {score:.6g}: {edit.reason}"
        )


def _with_edits(grade: Grade, place: tuple[str, str], holds: InForce) -> Grade:
    """The grade as a person has set it, and as it was locked."""
    if found := holds.points.get((*place, "")):
        edit, value = found
        words = f"set by {edit.author} on {edit.at[:10]}: {edit.reason}"
        grade = _fixed(grade, value, words)
    if locked := holds.locks.get(place):
        edit, what = locked
        words = f"locked by {edit.author} on {edit.at[:10]}: {edit.reason}"
        grade = replace(_fixed(grade, what.points, words), out_of=what.out_of, is_locked=True)
    return grade


def _fixed(grade: Grade, value: float | None, words: str) -> Grade:
    return replace(
        grade,
        state=State.NOTHING if value is None else State.GRADED,
        points=value,
        so_far=value,
        waits_for=(),
        steps=(*grade.steps, Step(words, value)),
    )


def _deadline(assignment: Assignment) -> float:
    """For sorting; assignments without a deadline come last, in their order."""
    deadline = assignment.policy.deadline
    return deadline.timestamp() if deadline else float("inf")
