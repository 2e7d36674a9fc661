"""What students may see of a report, and that nothing else can be worked out from it."""

from __future__ import annotations

import msgspec
import pytest
from reports import check, later, report, task

from autograder.batch import grade_paths
from autograder.exporters.for_students import PARTIAL, for_students, is_partial
from autograder.results import Status, Visibility

PLACE = " (shares.py, line 3)"


def told(message: str, status: Status = Status.CRASHED, **more: object) -> str:
    """What a student reads of a check that says `message`."""
    seen = for_students(report(task(check(status, message=message, **more))))
    return seen.tasks[0].checks[0].message


def test_what_is_staffs_stays_with_staff():
    made = check(
        Status.WRONG,
        message="It is larger than it should be.",
        mistakes=("known_by_name",),
        call="shares(float32 (17,))",
        fault="broken at line 7",
    )

    seen = for_students(report(task(made, output="hidden input", data={"worst": ["a picture"]})))

    text = msgspec.json.encode(seen).decode()
    assert "It is larger than it should be." in text
    for secret in (
        "secret",
        "known_by_name",
        "17",
        "broken at",
        "hidden input",
        "a picture",
        "5eed",
    ):
        assert secret not in text


def test_visible_checks_keep_their_points_and_the_total():
    made = report(task(check(), check(Status.WRONG)), task(name="essay"))

    seen = for_students(made)

    assert (seen.score, seen.points) == (1.0, 2.0)
    assert not is_partial(seen)
    assert [each.check for each in seen.tasks[0].checks] == ["shares 1", "shares 2"]


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (Visibility.AFTER_DUE_DATE, "2 further checks are shown after the due date."),
        (Visibility.AFTER_PUBLISHED, "2 further checks are shown when the grades are published."),
        (Visibility.HIDDEN, "2 further checks are not shown."),
    ],
)
def test_checks_that_are_not_shown_are_only_counted(when, words):
    seen = for_students(report(task(check(), later(when), later(when, status=Status.WRONG))))

    assert [each.title for each in seen.tasks[0].checks] == ["It is right."]
    assert seen.tasks[0].notes == (words,)
    assert is_partial(seen)


@pytest.mark.parametrize("status", Status)
def test_how_a_check_ended_that_is_not_shown_changes_nothing(status):
    notes = ("a note of a hidden check",)
    data = {"accuracy": 0.5}

    def seen(hidden):
        seconds = 10.0 if hidden.status is Status.TIMED_OUT else 1.0
        first = task(check(), hidden, notes=notes, data=data, seconds=seconds)
        made = report(first, task(later(), name="other"), seconds=seconds)
        return msgspec.json.encode(for_students(made))

    assert seen(later(status=status, message="x", diagnosis="x")) == seen(later())


def test_points_of_a_task_whose_checks_all_come_later_are_not_told():
    seen = for_students(report(task(check()), task(later(), later(), name="other")))

    assert (seen.tasks[1].score, seen.tasks[1].points) == (None, 2.0)
    assert seen.tasks[1].notes == ("2 checks are shown after the due date.",)
    assert (seen.score, seen.points) == (1.0, 1.0)
    assert PARTIAL in seen.notes


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (f"`f` raised ValueError: tensor([1., 3.]){PLACE}.", f"`f` raised ValueError{PLACE}."),
        (f"`f` raised ValueError{PLACE}.", f"`f` raised ValueError{PLACE}."),
        (
            f"`f` raised ValueError: 7 (a.py, line 1). 8{PLACE}. (2 of 4 cases are right.)",
            f"`f` raised ValueError{PLACE}. (2 of 4 cases are right.)",
        ),
        (f"`f` raised x1x3x4: {PLACE}.", f"`f` raised an exception{PLACE}."),
        ("`f` raised a b: c.", "`f` raised an exception."),
        (f"the gradient of `f` raised IndexError: 7{PLACE}.",
         f"the gradient of `f` raised IndexError{PLACE}."),
        (f"a.py raised NameError: 7{PLACE}.", f"a.py raised NameError{PLACE}."),
        (f"`f` asked Python to exit (Secret){PLACE}. It should return an answer.",
         f"`f` asked Python to exit{PLACE}."),
        (f"a.py is not valid Python: expected ':'{PLACE}.",
         f"a.py is not valid Python: expected ':'{PLACE}."),
        (f"`f` is not valid Python: 7 7 7{PLACE}.", "The code did not answer."),
        ("The Python process ended instead of answering, during `f`: exit code 0.",) * 2,
        ("anything else 7", "The code did not answer."),
    ],
)  # fmt: skip
def test_an_exception_is_told_by_kind_and_line_but_not_in_its_own_words(said, shown):
    assert told(said) == shown


@pytest.mark.parametrize(
    ("status", "said", "shown"),
    [
        (Status.UNFINISHED, "7 is still to do.", "`f` is still to do."),
        (Status.UNFINISHED, "There is no `f`: the module does not define it.", None),
        (Status.UNFINISHED, "shares.py was not handed in.", None),
        (Status.UNFINISHED, "`f` needs `x7` (a.py), which is still to do.",
         "`f` needs something else (a.py), which is still to do."),
        (Status.WRONG, "The result should be a tensor; it is a list.", None),
        (Status.WRONG, "The result should be a tensor; it is a x7 7; it is 7.",
         "The result should be a tensor; it is something else."),
        (Status.WRONG, "When it is 0, ValueError should be raised; x; 7 was raised.",
         "When it is 0, ValueError should be raised; an exception was raised."),
        (Status.WRONG, "When it is 0, ValueError should be raised; nothing was raised.", None),
        (Status.WRONG, "The result has shape (2,); it should be (3,).", None),
        (Status.FORBIDDEN,
         f"`f` ran torch's operator softmax, which is not allowed in this task{PLACE}.",
         f"`f` ran an operation that this task does not allow{PLACE}."),
        (Status.FORBIDDEN, "anything else 7", "The code did not answer."),
        (Status.BROKEN, "", "This check is broken. That is our fault, and costs no points."),
    ],
)  # fmt: skip
def test_other_sentences_quote_no_words_of_the_students_code(status, said, shown):
    assert told(said, status, call="f(float32 (3,))") == (shown or said)


def test_the_diagnosis_stays():
    made = check(Status.WRONG, message="The result is wrong. Look at it.", diagnosis="Look at it.")

    (seen,) = for_students(report(task(made))).tasks[0].checks

    assert (seen.message, seen.diagnosis) == ("The result is wrong. Look at it.", "Look at it.")


DUMPS = {
    "as a text": "raise ValueError(text)",
    "as a name": "raise type(text, (Exception,), {})",
    "as what is left to do": "raise NotImplementedError(text)",
    "as a syntax error": "raise SyntaxError(text)",
    "as an operator": 'raise RuntimeError(f"torch\'s operator {text} is not allowed in this task")',
    "as an answer": "return type(text, (), {})()",
    "as an exit": "raise SystemExit(text)",
    "in print": "print(text); return 0",
}


def test_inputs_do_not_come_back_in_words_of_the_students(tmp_path, toy_course, tier):
    paths = []
    for name, source in DUMPS.items():
        (tmp_path / name).mkdir()
        module = f"def count_vowels(text):\n    {source}\n"
        (tmp_path / name / "vowels.py").write_text(module)
        paths.append(str(tmp_path / name))

    outcomes = grade_paths(
        toy_course.root, "counting", paths, tier=tier, jobs=1, on_outcome=lambda outcome: None
    )

    for outcome in outcomes:
        assert outcome.report is not None
        assert "banana" not in msgspec.json.encode(for_students(outcome.report)).decode(), outcome
