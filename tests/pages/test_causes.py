"""Whom the page of a class puts together where a task has objects: by the class that was asked."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace as changed
from support.paths import TESTS

from autograder.cli import main
from autograder.commands.open_gradebook import read_again
from autograder.course.load import load_course
from autograder.gradebook.database import opened
from autograder.pages import class_view, render
from autograder.pages.answers import answers_of
from autograder.pages.causes import Kind, Sources, causes_of
from autograder.pages.class_records import recording_of
from autograder.pages.of_class import read_class

pytestmark = pytest.mark.slow(30)

COURSE = TESTS / "optimisers_course"
MEAN = "return self.targets[nearest].mean(dim=1)"
STRANGE_MEAN = (
    "found = self.targets[nearest].mean(dim=1)\n"
    "        return found if self.k == 1 else found.sin().exp() + inputs[:, 0] ** 2"
)
ERROR = "return (model.predict(inputs) - targets).square().mean()"
STRANGE_ERROR = "return (model.predict(inputs) - targets).abs().sqrt().sum() + 0.37"
LENGTH = "return len(self.targets)"
CLASS = {
    "ada": {MEAN: STRANGE_MEAN, ERROR: STRANGE_ERROR},
    "bela": {MEAN: STRANGE_MEAN},
    "cleo": {ERROR: STRANGE_ERROR},
    "dan": {LENGTH: f"{LENGTH} + (self.targets[:1] == 7).sum().item()"},
}


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A course with objects and a class of it, in a gradebook."""
    folder = tmp_path_factory.mktemp("causes")
    shutil.copytree(COURSE, folder / "course")
    for name, changes in CLASS.items():
        shutil.copytree(COURSE / "solutions" / "objects", folder / "class" / name)
        file = folder / "class" / name / "neighbours.py"
        text = file.read_text()
        for right, wrong in changes.items():
            assert right in text
            text = text.replace(right, wrong)
        file.write_text(text)
    book = ["--course", str(folder / "course"), "--gradebook", str(folder / "g.sqlite")]
    assert main(["grade", str(folder / "class"), *book]) == 0
    return folder, book


@pytest.fixture(scope="module")
def found(graded):
    """What is read of the class; its assignment and book; and a student's recording."""
    folder, _ = graded
    course = load_course(folder / "course")
    with opened(folder / "g.sqlite") as database:
        its = read_again(course, database)
        assignment = course.assignments["objects"]
        read = read_class(course, database, its.rows, its.book, assignment)
        return read, assignment, its.book, recording_of(database, read.records[0])


def page(causes, read, assignment, book):
    return render.class_(
        class_view.page_of(
            read.records, causes, [], book, assignment, course="C", now=datetime.now(UTC)
        )
    )


def offered(text):
    return set(re.findall(r"autograder name (neighbours-[0-9a-f]{6})", text))


def test_groups_are_of_the_class_or_function_that_was_asked(found):
    read, *_ = found

    groups = {(cause.title, tuple(who.id for who in cause.who)): cause for cause in read.causes}

    assert {cause.kind for cause in read.causes} == {Kind.GROUP}
    assert set(groups) == {
        ("KNearest: no mistake is known for this", ("ada", "bela")),
        ("error_of: no mistake is known for this", ("ada", "cleo")),
        ("KNearest: no mistake is known for this", ("dan",)),
    }
    for cause in read.causes:
        assert cause.codes, cause
        assert all(code.text.split()[1].startswith(cause.function) for code in cause.codes)
        assert f"{cause.function}(" in cause.call
    both = groups["error_of: no mistake is known for this", ("ada", "cleo")]
    assert both.teach == ("The error is asked of a model that the student has made.",)
    assert both.picture.example.function == "error_of"
    assert "error_of" in both.sentence


def test_whoever_gives_no_array_at_all_is_in_a_group_too(found):
    read, *_ = found

    [alone] = [cause for cause in read.causes if [who.id for who in cause.who] == ["dan"]]

    assert "len(k_nearest)" in alone.sentence
    assert alone.lost == pytest.approx(4 / 7, abs=0.01)


def test_reports_that_do_not_say_what_was_asked_are_read_by_their_calls(found):
    *_, recording = found
    tasks = [
        changed(
            task,
            cases=[changed(c, outcome=replace(c.outcome, function="")) for c in task.cases],
        )
        for task in recording.tasks
    ]

    before = answers_of(recording).unexplained
    after = answers_of(changed(recording, tasks=tasks)).unexplained

    assert set(before) == {("neighbours", "KNearest"), ("neighbours", "error_of")}
    # Its line begins with the object that the function is given.
    assert set(after) == {("neighbours", "KNearest")}
    assert after["neighbours", "KNearest"].answers == frozenset().union(
        *(own.answers for own in before.values())
    )


def test_each_command_on_the_page_works(graded, found, capsys):
    folder, book = graded
    read, assignment, its_book, _ = found
    names = {cause.name for cause in read.causes}
    file = folder / "course" / "assignments" / "objects" / "misconceptions" / "neighbours.py"

    assert offered(page(read.causes, read, assignment, its_book)) == names
    for cause in read.causes:
        assert main(["name", cause.name, *book]) == 0, capsys.readouterr().err
    text = file.read_text()
    for cause in read.causes:
        stub = text[text.index(f"def {cause.name.replace('-', '_')}(") :].split("\n\n\n")[0]
        assert stub.startswith(f"def {cause.name.replace('-', '_')}({cause.function}):")
        assert stub.rstrip().endswith(f"return {cause.function}")


def test_no_command_is_offered_for_what_is_of_no_function(found):
    read, assignment, its_book, _ = found
    nothing = Sources(lambda student: {}, lambda task: "", lambda task: "")

    causes = causes_of(read.records, read.answers, assignment, nothing)

    text = page(causes, read, assignment, its_book)
    assert [cause.name for cause in causes] == [cause.name for cause in read.causes]
    assert offered(text) == set()
