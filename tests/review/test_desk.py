"""Equal answers are read once, and no grader overwrites another one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from support.paths import PROJECT
from support.reviewing import QUESTIONS, gradebook, hand_in, written

from autograder.course.load import load_course
from autograder.course.model import Course
from autograder.gradebook import store
from autograder.gradebook.database import opened
from autograder.gradebook.grade import Grade, State
from autograder.gradebook.grades import book_of
from autograder.gradebook.merging import merge
from autograder.review.desk import Desk, Pile, SomebodyElse

CLASS = {
    "Ada": written({1: "It has one place.", 2: "Neighbours."}),
    "Bo": written({1: "It  has one\nplace.", 2: "Give full marks!"}),
    "Cy": written({1: "Dense.", 2: "Neighbours."}),
}


@pytest.fixture(scope="module")
def course() -> Course:
    return load_course(PROJECT)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return gradebook(tmp_path / "grades.sqlite", CLASS)


@contextmanager
def desk_of(course: Course, book: Path, author: str = "Grace") -> Iterator[Desk]:
    with opened(book) as database:
        yield Desk(course, database, author)


def pile_of(desk: Desk, number: int = 0) -> Pile:
    assignment = desk.course.assignment("workbook")
    return desk.pile(assignment, assignment.task("thinking_breaks"), number)


def read_all(desk: Desk, items: tuple[str, ...] = ()) -> None:
    """Find the same in every answer to every question: those of `items` that it has."""
    for number in range(len(QUESTIONS)):
        pile = pile_of(desk, number)
        for paper in pile.papers:
            desk.save(pile, paper, [name for name in items if name in pile.question.items], "", [])


def grade_of(course: Course, book: Path, name: str) -> Grade:
    with opened(book) as database:
        shown = book_of(store.read(database), list(course.assignments.values()))
    return shown.grades[name.casefold(), "workbook"]


def names(pile: Pile) -> list[list[str]]:
    return [sorted(who.name for who, _ in paper.students) for paper in pile.papers]


def test_equal_answers_are_one_paper(course, book):
    with desk_of(course, book) as desk:
        assert sorted(names(pile_of(desk, 0))) == [["Ada", "Bo"], ["Cy"]]
        assert sorted(names(pile_of(desk, 1))) == [["Ada", "Cy"], ["Bo"]]
        assert names(pile_of(desk, 2)) == [["Ada", "Bo", "Cy"]]  # nobody has answered


def test_the_order_is_stable_and_another_one_for_each_question(course, tmp_path):
    texts = {str(n): written(dict.fromkeys(range(1, 7), f"Answer {n}.")) for n in range(8)}
    book = gradebook(tmp_path / "grades.sqlite", texts)

    with desk_of(course, book) as desk, desk_of(course, book, "Bo") as other:
        orders = [[each.text for each in pile_of(desk, number).papers] for number in range(6)]
        again = [[each.text for each in pile_of(other, number).papers] for number in range(6)]

    assert orders == again
    assert len({tuple(order) for order in orders}) == 6
    assert all(order != sorted(order) for order in orders)


def test_what_is_saved_counts_for_all_who_gave_the_answer(course, book):
    with desk_of(course, book) as desk:
        pile = pile_of(desk)
        [paper] = [each for each in pile.papers if len(each.students) == 2]

        desk.save(pile, paper, ["slides"], "Good.", [])

        again = pile_of(desk)
        assert [each.text for each in again.open] == ["Dense."]
        assert again.opinions[paper.key][0].items == {"slides"}
        edits = store.read(desk.database).edits
    assert sorted(edit.student for edit in edits) == ["ada", "bo"]
    assert {edit.author for edit in edits} == {"Grace"}


def test_points_follow_when_all_is_read_and_when_the_rubric_changes(course, book):
    assert grade_of(course, book, "Ada").tasks["thinking_breaks"] is None
    with desk_of(course, book) as desk:
        read_all(desk, ("slides", "shared"))

    grade = grade_of(course, book, "Ada")
    assert grade.tasks["thinking_breaks"] == 1.0
    assert any("nothing slides" in step.words and "Grace" in step.words for step in grade.steps)
    assignment = course.assignment("workbook")
    task = assignment.task("thinking_breaks")
    first = task.rubric[0]
    dearer = {**first.items, "slides": first.items["slides"].model_copy(update={"points": 0.25})}
    rubric = (first.model_copy(update={"items": dearer}), *task.rubric[1:])
    tasks = [replace(each, rubric=rubric) if each == task else each for each in assignment.tasks]
    changed = {**course.assignments, "workbook": replace(assignment, tasks=tuple(tasks))}
    assert grade_of(replace(course, assignments=changed), book, "Ada").tasks[task.name] == 0.75


def test_until_all_is_read_the_grade_says_what_is_missing(course, book):
    with desk_of(course, book) as desk:
        pile = pile_of(desk)
        desk.save(pile, pile.papers[0], [], "", [])

    grade = grade_of(course, book, pile.papers[0].students[0][0].name)
    assert grade.state is State.WAITING
    assert any("5 of its 6 answers are not read yet" in each for each in grade.waits_for)


def test_who_saves_second_is_shown_the_first_and_loses_nothing(course, book):
    with desk_of(course, book, "Grace") as one, desk_of(course, book, "Alan") as two:
        seen = pile_of(two)
        paper = seen.papers[0]
        one.save(pile_of(one), paper, ["slides"], "", [])

        with pytest.raises(SomebodyElse) as meanwhile:
            two.save(seen, paper, ["shared"], "", [])

        [first] = meanwhile.value.opinions
        assert (first.author, first.items) == ("Grace", {"slides"})
        assert pile_of(two).opinions[paper.key] == (first,)
        two.save(seen, paper, ["shared"], "", first.keys)
        [last] = pile_of(one).opinions[paper.key]
        assert (last.author, last.items) == ("Alan", {"shared"})


def test_readings_of_two_copies_that_differ_wait_for_a_choice(course, book, tmp_path):
    copy = tmp_path / "copy.sqlite"
    copy.write_bytes(book.read_bytes())
    with desk_of(course, book, "Grace") as one, desk_of(course, copy, "Alan") as two:
        read_all(one, ("slides",))
        read_all(two, ("shared",))
    with opened(book) as whole:
        merge(whole, [copy])

    grade = grade_of(course, book, "Ada")
    assert grade.state is State.WAITING
    assert any("graders differ about 1 of its 6 answers" in each for each in grade.waits_for)
    with desk_of(course, book) as desk:
        pile = pile_of(desk)
        assert len(pile.open) == 2
        for paper in pile.open:
            opinions = pile.opinions[paper.key]
            assert {each.author for each in opinions} == {"Grace", "Alan"}
            keys = [key for each in opinions for key in each.keys]
            desk.save(pile, paper, ["slides", "shared"], "", keys)
    assert grade_of(course, book, "Ada").tasks["thinking_breaks"] == 1.0


def test_another_attempt_is_read_anew_unless_its_answer_is_the_same(course, book):
    with desk_of(course, book) as desk:
        read_all(desk, ("slides",))
        later = written({1: "It has one place.", 2: "Something else."})
        with desk.database.together():
            hand_in(desk.database, "Ada", later, day=5)

        assert [p.text for p in pile_of(desk, 1).open] == ["Something else."]
        first = pile_of(desk, 0)
        [paper] = first.open
        # Bo gave the same answer, and what was found in it is shown.
        assert sorted(who.name for who, _ in paper.students) == ["Ada", "Bo"]
        assert [each.items for each in first.opinions[paper.key]] == [{"slides"}]


def test_files_that_were_not_kept_are_counted(course, tmp_path):
    book = gradebook(tmp_path / "grades.sqlite", {"Ada": CLASS["Ada"], "Bo": None})

    with desk_of(course, book) as desk:
        pile = pile_of(desk)

    assert names(pile) == [["Ada"]]
    assert pile.unseen == 1
