"""Whose each attempt is, and which grading of it counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from autograder.downloads.matching import Match, Roster
from autograder.downloads.people import Claim, Person
from autograder.gradebook.counting import Candidate, Kept
from autograder.gradebook.edits import in_force
from autograder.gradebook.grade import Stray
from autograder.gradebook.rows import Attempt, Grading, Rows


@dataclass(frozen=True)
class Owned:
    """All attempts, each once.

    people      of the roster; without one, everybody who has handed in
    candidates  (student, assignment) → their attempts
    strays      the claims that belong to nobody
    """

    people: tuple[Person, ...]
    attempts: tuple[Attempt, ...]
    candidates: dict[tuple[str, str], list[Candidate]]
    strays: tuple[Stray, ...]

    def of(self, student: str) -> list[Candidate]:
        """The attempts of a student, of all assignments."""
        return [c for (who, _), those in self.candidates.items() if who == student for c in those]


def owned_in(rows: Rows) -> Owned:
    """Whose the attempts are: by what a person said, else by the roster.

    Without a roster, everybody is who the download says.
    """
    holds = in_force(rows.edits)
    first = {each.attempt: each for each in reversed(rows.attempts)}  # as it was noted first
    # When something was noted or merged must not change what is shown.
    attempts = tuple(sorted(first.values(), key=lambda each: (each.name, each.attempt)))
    people = rows.rosters[-1].people if rows.rosters else _claimed(attempts)
    roster = Roster(people) if rows.rosters else None
    by_id = {person.id: person for person in people}
    gradings, kept = counting_gradings(rows), kept_points(rows)
    candidates: dict[tuple[str, str], list[Candidate]] = {}
    strays = []
    for attempt in attempts:
        grading, owners = gradings.get(attempt.attempt), set()
        for claim in attempt.claims:
            said = holds.matches.get(claim)
            if said is not None and said.student in by_id:
                match = Match(by_id[said.student])
            else:
                match = roster.match(claim) if roster else Match(by_id[claim.key])
            if match.person is None:
                strays.append(
                    Stray(attempt, claim, match.why, match.candidates, match.nearest, grading)
                )
            elif match.person.id not in owners:
                owners.add(match.person.id)
                place = (match.person.id, attempt.assignment)
                candidate = Candidate(attempt, claim, grading, kept.get(attempt.attempt))
                candidates.setdefault(place, []).append(candidate)
    return Owned(tuple(people), attempts, candidates, tuple(strays))


def names_of_owners(rows: Rows) -> dict[str, str]:
    """Attempt → whose it is, in words; those of nobody are left out."""
    owned = owned_in(rows)
    people = {person.id: person for person in owned.people}
    found: dict[str, list[str]] = {}
    for (student, _), candidates in owned.candidates.items():
        for candidate in candidates:
            found.setdefault(candidate.attempt.attempt, []).append(people[student].shown)
    return {attempt: " and ".join(names) for attempt, names in found.items()}


def counting_gradings(rows: Rows) -> dict[str, Grading]:
    """Attempt → its latest grading, without those that wait for somebody to accept them."""
    accepted = in_force(rows.edits).accepted
    counts: dict[str, Grading] = {}
    latest: dict[str, tuple[str, str]] = {}
    for grading in rows.gradings:
        edit = accepted.get(grading.key)
        if grading.awaits and edit is None:
            continue
        since = (edit.at if edit else grading.at, grading.key)
        if since > latest.get(grading.attempt, ("", "")):
            counts[grading.attempt], latest[grading.attempt] = grading, since
    return counts


def kept_points(rows: Rows) -> dict[str, Kept]:
    """Attempt → the latest grading of it that would have lowered the grade, and does not count."""
    counts = counting_gradings(rows)
    kept: dict[str, Kept] = {}
    edits = in_force(rows.edits).kept
    for grading in rows.gradings:
        edit = edits.get(grading.key)
        if edit is None or counts.get(grading.attempt, grading).key == grading.key:
            continue
        known = kept.get(grading.attempt)
        if known is None or (edit.at, grading.key) > (known.edit.at, known.grading.key):
            kept[grading.attempt] = Kept(grading, edit)
    return kept


def _claimed(attempts: Iterable[Attempt]) -> tuple[Person, ...]:
    """Everybody who has handed in, as the downloads call them."""
    people: dict[str, Person] = {}
    for claim in (claim for attempt in attempts for claim in attempt.claims):
        people.setdefault(claim.key, _person(claim))
    return tuple(sorted(people.values(), key=lambda person: (person.name, person.id)))


def _person(claim: Claim) -> Person:
    return Person(
        id=claim.key,
        name=claim.name or claim.any,
        logins=(claim.login,) if claim.login else (),
        emails=(claim.email,) if claim.email else (),
        number=claim.number,
    )
