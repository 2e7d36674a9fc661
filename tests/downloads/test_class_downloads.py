"""Tests whole classes, as the platforms give them: who handed in what is found, and nobody else.

What is to be found was written down by somebody who had not seen the readers.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path

import pytest
from support import class_downloads
from support.class_downloads import CASES, DEADLINE, Built, case
from support.paths import TOY_COURSE

from autograder.course.load import load_course
from autograder.downloads import read, roster
from autograder.downloads.handed_in import laid_out
from autograder.downloads.layouts import Wanted
from autograder.downloads.matching import Roster
from autograder.errors import CommandMisused, SubmissionRefused
from autograder.gradebook.counting import Candidate
from autograder.gradebook.grades import book_of
from autograder.gradebook.noting import noted
from autograder.gradebook.owners import owned_in
from autograder.gradebook.rows import RosterRow, Rows, as_moment
from autograder.submission import intake
from autograder.template.stubs import as_given

AT = "2026-12-01T12:00:00.000000Z"
NAMES = [each.name for each in CASES]


class Reading:
    """What our readers make of a case."""

    def __init__(self, built: Built, course) -> None:
        self.course = course
        assignment = course.assignments["counting"]
        self.stubs = as_given(course, assignment)
        people = roster.read(built.roster) if built.roster else ()
        known = Roster(people)
        wanted = Wanted(
            files=assignment.task_files,
            assignments=("counting", assignment.title),
            is_known=known.knows,
            has_roster=bool(people),
        )
        is_plain = built.expected.told or built.expected.refused
        source = "" if is_plain else built.expected.layout
        with read.opened(built.downloads, wanted, source=source) as found:
            self.sources, self.left_out = found.sources, found.left_out
            ours = [e for e in found.handed_in if e.assignment in ("", "counting")]
            self.noted = noted(ours, "counting", course.intake, at=AT, author="staff")
            self.files = {each.attempt.attempt: self._files(each) for each in self.noted}
        self.rows = Rows(
            attempts=tuple(each.attempt for each in self.noted),
            rosters=(RosterRow(at=AT, author="", reason="", people=people),) if people else (),
        )
        self.book = book_of(self.rows, [assignment])
        self.candidates: dict[str, list[Candidate]] = {
            student: those for (student, _), those in owned_in(self.rows).candidates.items()
        }

    def _files(self, each) -> dict[str, str] | str:
        try:
            with laid_out(each.handed_in, self.course.intake) as place:
                files = intake.read(place, self.stubs, self.course.intake).files
        except SubmissionRefused as refused:
            return str(refused)
        return {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}


@pytest.fixture(scope="module")
def course():
    return load_course(TOY_COURSE)


@pytest.mark.slow(2, per="test")
@pytest.mark.parametrize("name", NAMES)
def test_a_class_is_read_as_it_was_handed_in(name, tmp_path, course):
    built = case(name).build(tmp_path / "class")
    expected = built.expected
    if expected.refused and expected.refused != "may":
        with pytest.raises(CommandMisused):
            Reading(built, course)
        return

    try:
        found = Reading(built, course)
    except CommandMisused:
        assert expected.refused == "may"
        return

    if expected.told:
        assert set(found.sources) == {expected.layout}
    assert faults(found, expected) == []
    there = {path.name for path in tmp_path.rglob("*")}
    assert not there & set(expected.never)
    assert not [each for each in expected.never if Path("/tmp", each).exists()]  # noqa: S108


def faults(found: Reading, expected) -> list[str]:
    """Where what was found is not what is there."""
    wrong = []
    for student, due in expected.attempts.items():
        wrong += [f"{student}: {each}" for each in _attempts(found, expected, student, due)]
    got = {p.id for p in found.book.people if p.id not in found.candidates}
    either = {student for ids in expected.exact_or_ambiguous.values() for student in ids}
    if not set(expected.nothing) <= got or got - set(expected.nothing) - either:
        wrong.append(f"nothing: {sorted(got)} for {sorted(expected.nothing)}")
    strays = {}
    for stray in found.book.strays:
        whose = _whose(stray.attempt.name, expected)
        if stray.attempt.name not in expected.exact_or_ambiguous:
            strays[whose] = tuple(sorted(person.id for person in stray.candidates))
    want = {_whose(e, expected): tuple(sorted(ids)) for e, ids in expected.ambiguous.items()}
    want |= {_whose(each, expected): () for each in expected.unmatched}
    if strays != want:
        wrong.append(f"strays: {strays} for {want}")
    for student, entries in expected.twice.items():
        if not any(all(entry in each for entry in entries) for each in found.book.problems):
            wrong.append(f"{student} is not listed as twice")
    return wrong


def _attempts(found: Reading, expected, student, due) -> list[str]:
    its = found.candidates.get(student, [])
    unsure = [e for e, ids in expected.exact_or_ambiguous.items() if ids[0] == student]
    if not its and unsure:
        return [] if any(s.attempt.name == unsure[0] for s in found.book.strays) else ["dropped"]
    if len(its) != len(due):
        return [f"{len(its)} attempts for {len(due)}"]
    wrong = []
    in_order = sorted(its, key=lambda each: (each.attempt.submitted, each.attempt.number))
    if student in expected.twice:
        in_order = sorted(its, key=lambda each: expected.entries[student].index(each.attempt.name))
    for candidate, want in zip(in_order, due, strict=True):
        attempt = candidate.attempt
        files = found.files[attempt.attempt]
        if not want.trouble and (isinstance(files, str) or not want.files.items() <= files.items()):
            wrong.append(f"{attempt.name} holds {files}")
        moment = as_moment(attempt.submitted) if attempt.submitted else None
        if want.at is not None and moment != datetime.fromisoformat(want.at):
            wrong.append(f"{attempt.name} at {moment}, not {want.at}")
        is_late = attempt.is_late or (moment is not None and moment > DEADLINE)
        if want.late is not None and want.late != is_late:
            wrong.append(f"{attempt.name} late {is_late}")
    return wrong


def _whose(name: str, expected) -> str:
    """What all entries of one submission have in common."""
    if expected.layout == "nbgrader":
        return name.split("/")[0]
    if expected.layout == "canvas":
        return "_".join(name.split("_")[:2])
    return name if expected.told else name.split("_")[0]


@pytest.mark.parametrize("name", ["rosters"])
def test_rosters_of_many_shapes_say_the_same(name, tmp_path):
    built = case(name).build(tmp_path)
    want = {(p.id, p.login, p.email, p.section) for p in built.people}
    wrong = []
    for shape, path in built.rosters.items():
        people = roster.read(path)
        if {(p.id, p.login, p.email, p.section) for p in people} != want:
            wrong.append(shape)
        for person in people:
            if person.others != {k: v for k, v in built.expected.columns[person.id].items() if v}:
                wrong.append(f"{shape}: columns of {person.id}")

    assert wrong == []


def test_rosters_that_mean_nothing_are_refused(tmp_path):
    built = case("rosters").build(tmp_path)
    read_all, told = [], {}
    for shape, (path, why) in built.bad_rosters.items():
        try:
            roster.read(path)
        except CommandMisused as refused:
            told[shape] = str(refused)
        else:
            read_all.append(f"{shape}: {why}")

    assert read_all == []
    assert [shape for shape, sentence in told.items() if f"{shape}.csv" not in sentence] == []


def test_the_cases_are_the_same_on_every_machine(tmp_path):
    one, two = (case("canvas_small").build(tmp_path / each) for each in ("a", "b"))

    assert one.downloads[0].read_bytes() == two.downloads[0].read_bytes()
    assert class_downloads.TOY.assignment == "counting"
