"""What a gradebook shows: computed by one function of its rows and of the policy.

Every view, file and message is made of what `book_of` gives, so that no two of them disagree. The
function reads no file and no clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from autograder.course.model import Assignment
from autograder.downloads.matching import Match, Roster
from autograder.downloads.people import Claim, Person
from autograder.gradebook import counting, points, problems
from autograder.gradebook.counting import Candidate
from autograder.gradebook.edits import InForce, in_force
from autograder.gradebook.grade import Book, Grade, State, Step, Stray
from autograder.gradebook.points import Sum
from autograder.gradebook.rows import Attempt, Grading, Rows, as_moment


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
    attempts = _each_once(rows.attempts)
    gradings = counting_gradings(rows)
    people = rows.rosters[-1].people if rows.rosters else _claimed(attempts)
    roster = Roster(people) if rows.rosters else None
    whose, strays = _matched(attempts, people, roster, holds, gradings)
    candidates = _candidates(attempts, whose, gradings)
    grades: dict[tuple[str, str], Grade] = {}
    by_deadline = sorted(assignments, key=_deadline)
    for person in people:
        left = slip_days
        found = {}
        for assignment in by_deadline:
            own = candidates.get((person.id, assignment.name), [])
            grade, used = _grade(person, assignment, own, holds, left)
            found[assignment.name], left = grade, left - used
        for assignment in assignments:
            grades[(person.id, assignment.name)] = found[assignment.name]
    told = problems.of(rows, attempts, list(grades.values()), strays, checks or {})
    return Book(tuple(people), grades, tuple(strays), tuple(told))


def owners_of(rows: Rows) -> dict[str, list[Candidate]]:
    """Student → all their attempts, as `book_of` sees them."""
    attempts = _each_once(rows.attempts)
    people = rows.rosters[-1].people if rows.rosters else _claimed(attempts)
    roster = Roster(people) if rows.rosters else None
    whose, _ = _matched(attempts, people, roster, in_force(rows.edits), {})
    found: dict[str, list[Candidate]] = {}
    for (student, _), those in _candidates(attempts, whose, {}).items():
        found.setdefault(student, []).extend(those)
    return found


def _each_once(attempts: Iterable[Attempt]) -> list[Attempt]:
    """Each attempt as it was noted first: several gradebooks may have noted it."""
    found: dict[str, Attempt] = {}
    for attempt in attempts:
        found.setdefault(attempt.attempt, attempt)
    return list(found.values())


def counting_gradings(rows: Rows) -> dict[str, Grading]:
    """Attempt → its latest grading, without those that wait for somebody to accept them."""
    holds = in_force(rows.edits)
    counts: dict[str, Grading] = {}
    latest: dict[str, tuple[str, str]] = {}
    for grading in rows.gradings:
        accepted = holds.accepted.get(grading.key)
        if grading.awaits and accepted is None:
            continue
        since = (accepted.at if accepted else grading.at, grading.key)
        if since > latest.get(grading.attempt, ("", "")):
            counts[grading.attempt], latest[grading.attempt] = grading, since
    return counts


def _claimed(attempts: Iterable[Attempt]) -> tuple[Person, ...]:
    """Without a roster: everybody who has handed in, as the downloads call them."""
    people: dict[str, Person] = {}
    for claim in (claim for attempt in attempts for claim in attempt.claims):
        person = Person(
            id=claim.key,
            name=claim.name or claim.any,
            logins=(claim.login,) if claim.login else (),
            emails=(claim.email,) if claim.email else (),
            number=claim.number,
        )
        people.setdefault(claim.key, person)
    return tuple(sorted(people.values(), key=lambda person: (person.name, person.id)))


@dataclass(frozen=True)
class _Owner:
    student: str
    claim: Claim


def _matched(
    attempts: Sequence[Attempt],
    people: Sequence[Person],
    roster: Roster | None,
    holds: InForce,
    gradings: Mapping[str, Grading],
) -> tuple[dict[str, list[_Owner]], list[Stray]]:
    """Attempt → its students; and the claims that belong to nobody.

    Without a roster, everybody is who the download says.
    """
    by_id = {person.id: person for person in people}
    whose: dict[str, list[_Owner]] = {}
    strays = []
    for attempt in attempts:
        for claim in attempt.claims:
            edit = holds.matches.get(claim)
            if edit is not None and edit.student in by_id:
                match = Match(by_id[edit.student])
            else:
                match = roster.match(claim) if roster else Match(by_id[claim.key])
            if match.person is not None:
                owner = _Owner(match.person.id, claim)
                owners = whose.setdefault(attempt.attempt, [])
                if owner.student not in [each.student for each in owners]:
                    owners.append(owner)
            else:
                strays.append(
                    Stray(
                        attempt,
                        claim,
                        match.why,
                        match.candidates,
                        match.nearest,
                        gradings.get(attempt.attempt),
                    )
                )
    return whose, strays


def _candidates(
    attempts: Sequence[Attempt],
    whose: Mapping[str, Sequence[_Owner]],
    gradings: Mapping[str, Grading],
) -> dict[tuple[str, str], list[Candidate]]:
    found: dict[tuple[str, str], list[Candidate]] = {}
    for attempt in attempts:
        for owner in whose.get(attempt.attempt, ()):
            place = (owner.student, attempt.assignment)
            grading = gradings.get(attempt.attempt)
            found.setdefault(place, []).append(Candidate(attempt, owner.claim, grading))
    return found


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
            steps=(Step(pick.words), *by, *worth.steps),
            attempt=its.attempt,
            grading=its.grading,
            waits_for=worth.waits_for,
        ),
        worth.slip_days,
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
