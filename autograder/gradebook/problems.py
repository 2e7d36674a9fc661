"""What somebody should look at in a gradebook, with what to do: nothing is dropped silently."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from autograder.course.model import Assignment
from autograder.downloads.people import Person
from autograder.gradebook.edits import standing
from autograder.gradebook.grade import Grade, State, Stray
from autograder.gradebook.owners import Owned
from autograder.gradebook.rows import Attempt, Rows
from autograder.text.legible import one_line, quoted

MAX_NAMED = 5


def of(
    rows: Rows,
    owned: Owned,
    grades: Sequence[Grade],
    assignments: Sequence[Assignment],
    checks: Mapping[str, str],
) -> Iterator[str]:
    """A sentence for each problem."""
    yield from map(about_stray, owned.strays)
    for grade in grades:
        if grade.state is State.UNDECIDED:
            yield f"{_who(grade.student)}, {grade.assignment}: decide {grade.waits_for[0]}."
    yield from _unknown(rows, owned, assignments)
    yield from _missing_shards(rows, owned.attempts)
    yield from _others_checks(grades, checks)


def about_stray(stray: Stray) -> str:
    """Whose submission is not known, why, and what to do."""
    name = quoted(stray.attempt.name)
    who = quoted(stray.claim.shown)
    told = shlex.quote(one_line(stray.attempt.name))
    do = f"`autograder gradebook match {told} STUDENT --because REASON`"
    if stray.candidates:
        people = ", ".join(map(_who, stray.candidates[:MAX_NAMED]))
        return f"{name} ({who}): ambiguous, {stray.why}: {people}. Say who it is: {do}."
    near = f" The most similar one is {_who(stray.nearest)}." if stray.nearest else ""
    return f"{name} ({who}): unmatched, {stray.why}.{near} Correct the roster, or say it: {do}."


def _who(person: Person) -> str:
    return one_line(person.shown, limit=80)


def _unknown(rows: Rows, owned: Owned, assignments: Sequence[Assignment]) -> Iterator[str]:
    """What is about an assignment or a student that is not there: mistyped, or not any more."""
    known = {person.id for person in owned.people}
    names = [assignment.name for assignment in assignments]
    for name in dict.fromkeys(each.assignment for each in owned.attempts):
        if names and name not in names:
            yield f"There are submissions for {quoted(name)}, which is not in grading.yml any more."
    for assignment in assignments:
        for student in assignment.policy.extensions:
            if known and student not in known:
                yield (
                    f"grading.yml gives {quoted(student)} an extension in {assignment.name}, and "
                    "nobody has this id."
                )
    for student in dict.fromkeys(edit.student for edit in standing(rows.edits)):
        if student and student not in known:
            yield (
                f"There are edits about {quoted(student)}, who is not in the roster any more: "
                "`autograder gradebook log` shows them."
            )


def _missing_shards(rows: Rows, attempts: Sequence[Attempt]) -> Iterator[str]:
    """Shards of a run that are not in here, where submissions are missing."""
    there = Counter(attempt.assignment for attempt in attempts)
    shards: dict[tuple[str, str, int, int], set[int]] = {}
    for run in rows.runs:
        what = (run.assignment, run.seen, run.shards, run.submissions)
        shards.setdefault(what, set()).add(run.shard)
    for (assignment, _, count, submissions), seen in shards.items():
        missing = [str(shard) for shard in range(1, count + 1) if shard not in seen]
        if missing and there[assignment] < submissions:
            names = ", ".join(missing[:20]) + (" …" if len(missing) > 20 else "")
            yield (
                f"{assignment}: {submissions - there[assignment]} of {submissions} submissions are "
                f"not in here, since shards {names} of {count} are missing. Merge them: "
                "`autograder gradebook merge ALL PART`."
            )


def _others_checks(grades: Sequence[Grade], checks: Mapping[str, str]) -> Iterator[str]:
    """Gradings by other checks than the course has now."""
    old = Counter(
        grade.assignment
        for grade in grades
        if grade.grading and checks.get(grade.assignment, grade.grading.checks) not in grade.checks
    )
    for assignment, count in old.items():
        yield (
            f"{assignment}: {count} of the grades that count were made with other checks than the "
            "course has now. The same command with which they were graded grades them again."
        )
