"""What the page of a class counts, and whom it puts together."""

from __future__ import annotations

import pytest
from msgspec.structs import replace as changed
from support.classes_of_pages import gradebook, report
from support.paths import TOY_COURSE

from autograder.commands.open_gradebook import read_again
from autograder.course.load import load_course
from autograder.gradebook.database import opened
from autograder.pages import class_view
from autograder.pages.answers import Answers, rare_pairs
from autograder.pages.causes import Kind
from autograder.pages.of_class import read_class
from autograder.pages.sources import function_in, to_write
from autograder.results import Status


def with_mistakes(*names, status=Status.WRONG):
    """A report in which the failed check of `shares` is explained by these."""
    made = report()
    tasks = []
    for task in made.tasks:
        if task.task == "shares":
            first, *rest = task.checks
            first = changed(first, mistakes=names, status=status)
            task = changed(task, checks=(first, *rest))
        else:
            passed = tuple(changed(c, status=Status.PASSED, score=1.0) for c in task.checks)
            task = changed(task, checks=passed)
        tasks.append(task)
    return changed(made, tasks=tuple(tasks))


@pytest.fixture
def page_of(tmp_path):
    def make(students, **more):
        path = gradebook(tmp_path / "g.sqlite", students, **more)
        course = load_course(TOY_COURSE)
        [assignment] = course.assignments.values()
        with opened(path) as database:
            its = read_again(course, database)
            found = read_class(course, database, its.rows, its.book, assignment)
            return class_view.page_of(
                found.records, found.causes, [], its.book, assignment, course="C", now=None
            )

    return make


def test_causes_are_counted_and_those_of_most_come_first(page_of):
    page = page_of(
        {
            "Ada": [with_mistakes("divides_by_the_largest")],
            "Bela": [with_mistakes("loses_precision", "divides_by_the_largest")],
            "Cleo": [with_mistakes("shares:fails_unless:n_is_even")],
            "Dan": [with_mistakes("shares:answer:list")],
            "Eva": [report(status=Status.PASSED)],
        }
    )

    first, *others = page.causes
    assert first.name == "divides_by_the_largest"
    assert [who.name for who in first.who] == ["Ada", "Bela"]
    assert first.lost == 2.0
    assert first.teach == ("What test_shares_one says is so.",)
    assert {cause.name: cause.kind for cause in others} == {
        "loses_precision": Kind.KNOWN,
        "shares:fails_unless:n_is_even": Kind.PROPERTY,
        "shares:answer:list": Kind.AS_IF,
    }


def test_tries_are_counted_until_a_check_is_passed(page_of):
    wrong, right = report(), report(status=Status.PASSED)

    page = page_of({"Ada": [wrong, wrong, right], "Bela": [right], "Cleo": [wrong]})

    rows = {row.check: row for row in page.of_all.checks}
    assert rows["test_shares_one"].tries == 2.0  # of Ada 3, of Bela 1
    assert rows["test_shares_one"].passed == pytest.approx(2 / 3)
    assert rows["test_shares_two"].tries == 1.0


def test_who_needs_a_person_is_listed_with_the_evidence(page_of):
    page = page_of(
        {
            "Ada": [with_mistakes(status=Status.FORBIDDEN)],
            "Bela": [report(refused="It is a link.", tasks=())],
            "Cleo": [with_mistakes(status=Status.TIMED_OUT)],
        },
        extra=2,
    )

    found = {concern.heading: concern.lines for concern in page.concerns}
    assert found["Forbidden operations"][0][0] == "Ada"
    assert "SECRET for staff" in found["Forbidden operations"][0][1]
    assert found["Refused"] == (("Bela", "It is a link."),)
    assert found["Limits hit"][0][0] == "Cleo"
    assert page.nothing == ("Nobody 0", "Nobody 1")


def test_points_are_distributed_from_the_least_to_the_most(page_of):
    page = page_of({name: [report()] for name in ("Ada", "Bela")})

    assert sum(each.count for each in page.of_all.bins) == 2
    assert page.of_all.bins[0].low == 0
    assert page.of_all.bins[-1].high == page.out_of


def test_only_wrong_answers_that_nobody_else_gives_are_shared():
    right, wrong, usual = b"right", b"wrong", b"usual"
    call = ("shares", b"call")
    unknown = ("shares", b"that nobody has right")
    answers = {
        "ada": Answers(passed={call: right}),
        "bela": Answers(failed={call: wrong, unknown: wrong}),
        "cleo": Answers(failed={call: wrong, unknown: wrong}),
        "dan": Answers(failed={call: right}),
        "eva": Answers(failed={call: usual}),
        "finn": Answers(failed={call: usual}),
        "gina": Answers(failed={call: usual}),
    }

    [pair] = rare_pairs(answers)

    assert (pair.one, pair.other, pair.calls, pair.tasks) == ("bela", "cleo", 1, ("shares",))


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ('def f(x):\n    """Long."""\n    return x\n', "def f(x):\n    return x"),
        ("def g(x):\n    return x\n", ""),
        ("def f(x:\n", ""),
        ("\x00", ""),
        ("def f(x):\n    return 1\n\ndef f(x):\n    return 2\n", "def f(x):\n    return 2"),
        ("class f:\n    pass\n", "class f:\n    pass"),
    ],
)
def test_a_function_is_shown_without_what_was_given(source, shown):
    assert function_in({"a.py": source.encode()}, "a.py", "f") == shown


def test_a_long_function_is_cut():
    source = "def f(x):\n" + "    x += 1\n" * 1000

    text = function_in({"a.py": source.encode()}, "a.py", "f")

    assert len(text.splitlines()) < 60
    assert text.endswith("more lines")


STUB = """
class Adam:
    def step(self, gradients):
        # TODO: make one step.
        raise NotImplementedError("Adam.step is still to do")

def after(gradients):
    return _twice(Adam(), gradients)

def _twice(adam, gradients):
    return [adam.step(g) for g in gradients] or Adam()

def alone(number):
    return number
"""


@pytest.mark.parametrize(
    ("called", "written"),
    [
        ("Adam", "Adam"),
        ("after", "Adam"),
        ("_twice", "Adam"),
        ("alone", "alone"),
        ("elsewhere", "elsewhere"),
        ("", ""),
    ],
)
def test_a_cause_is_of_what_students_write_and_not_of_what_calls_it(called, written):
    assert to_write(STUB, called) == written
