"""Tests that only the solution decides whether a check is broken, never a submission."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from support.paths import PROJECT, TOY_COURSE

from autograder.cli import main
from autograder.errors import CourseError
from autograder.exporters.for_students import told
from autograder.grading.batch import grade_paths
from autograder.results import CheckResult, Report, Status

pytestmark = pytest.mark.slow(30)

# Checks that don't check the type of an answer: each raises for some unusual answers.
CHECKS = '''
"""Checks that trust what they get."""

import torch

from autograder import expect
from autograder.errors import CourseError


def test_counts(student):
    """It can be added to."""
    assert student.count_vowels("banana") + 0 == 3


def test_indexes(student):
    """It chooses one of four."""
    assert ["a", "b", "c", "d"][student.count_vowels("banana")] == "d"


def test_is_passed_on(student):
    """The answer can be passed on."""
    answer = student.count_vowels("banana")
    expect.integer(student.count_vowels("a" * answer), 3)
    student.count_vowels(answer if isinstance(answer, str) else "a")


def test_is_passed_on_as_it_is(student):
    """The answer can be passed back, of whatever type it is."""
    answer = student.count_vowels("banana")
    expect.integer(answer if isinstance(answer, int) else student.count_vowels(answer), 3)


def test_blames_the_course(student):
    """A check that is quick to blame."""
    if student.count_vowels("banana") != 3:
        raise CourseError("grading.yml:1: this is not so.")


def test_refuses(student):
    """It is refused, and then called."""
    with expect.raises(ValueError, when="it is a number"):
        student.count_vowels(7)(8)
    expect.integer(student.count_vowels("banana"), 3)


def test_broken(student):
    """This check makes a mistake of its own."""
    expect.integer(student.count_vowels("banana"), 3)
    raise KeyError("mine")


def test_nobody_passes(student):
    """Nobody can pass this check."""
    expect.integer(student.count_vowels("banana"), 3)
    expect.that(False, "No.")


def test_solution_lacks(student):
    """The solution has no such function."""
    expect.integer(student.count_letters("banana"), 6)


def test_hands_over_a_generator(student, rng):
    """A generator can't be sent."""
    student.count_vowels(rng)


def test_hands_over_a_function(student):
    """Nor can a function, deep in what is given."""
    student.clear([torch.ones(2)], {"others": (lambda: 3,)}, about="it")


def test_hands_over_numbered(student):
    """Nor can a dict whose keys are numbers."""
    student.clear({1: 2}, [], about="it")


def test_only_a_worker_knows(student):
    """What is asked here, nobody knows of the solution in the grader's process."""
    expect.integer(student.count_vowels("banana"), 3)
    expect.that("vowels.py" in student.answers_.handed_in(), "It is not there.")


def test_is_written_into(student):
    """The numbers are changed in place."""
    student.clear(torch.ones(2), [torch.ones(1, dtype=torch.bfloat16)], about="it")
    expect.that(student.changed_inputs_() == ("argument 1", "argument 2"), "It is as it was.")


def test_remembers(student, shared):
    """What is made once is made by each for himself."""
    assert shared("answer", lambda: student.count_vowels("banana")) == 3
'''
SOLUTION = '''"""Letters."""


def count_vowels(text: str) -> int:
    """How many vowels there are."""
    # BEGIN SOLUTION: return the number.
    if not isinstance(text, str):
        raise ValueError("not a text")
    return sum(letter in "aeiou" for letter in text)
    # END SOLUTION


def clear(numbers, others, about):
    """Make all of them 0."""
    # BEGIN SOLUTION: write into them.
    for each in (numbers, *others):
        each.zero_()
    # END SOLUTION
'''
RIGHT = SOLUTION.replace("# BEGIN", "# ").replace("# END", "# ")
ODD = {
    "None": "None",
    "a list": "[3]",
    "a text": "'three'",
    "a dict": "{'three': 3}",
    "a generator": "(i for i in range(3))",
    "a class": "int",
    "a function": "lambda *a: 3",
    "a large number": "10**40",
    "NaN": "float('nan')",
    "an empty tensor": "torch.zeros(0, 1 << 40)",
    "many sides": "torch.zeros((0, ) + (1 << 39, ) * 15)",
    "a complex tensor": "torch.zeros(2, dtype=torch.complex64)",
    "a bool array": "numpy.zeros((2, 3), dtype=bool)",
    "a device": "torch.device('meta')",
    "a layer": "torch.nn.Linear(2, 2)",
    "claims to be a tensor":
        "type('Odd', (), {'__class__': property(lambda self: torch.Tensor)})()",
    "claims to be a layer":
        "type('Odd', (), {'__call__': None, "
        "'__class__': property(lambda self: torch.nn.Module)})()",
    "answers anything":
        "type('Odd', (), {'__class__': property(lambda self: torch.Tensor), 'dtype': torch.float32,"
        " '__getattr__': lambda self, name: lambda *a, **k: self})()",
    "broken in itself": "type('Odd', (), {'__repr__': None, '__eq__': None, '__hash__': None})()",
}  # fmt: skip


HANDED_OVER = {
    "test_hands_over_a_generator":
        "a torch.Generator can't be handed to students' code; hand over a seed.",
    "test_hands_over_a_function":
        "a function can't be handed to students' code; hand over what it gives, or a function of "
        "theirs.",
    "test_hands_over_numbered":
        "a dict with keys that are no texts can't be handed to students' code; hand over a list of "
        "pairs.",
}  # fmt: skip


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toy course with checks that don't check the type of an answer."""
    root = shutil.copytree(TOY_COURSE, tmp_path_factory.mktemp("trial") / "course")
    (root / "assignments/counting/graders/test_vowels.py").write_text(CHECKS)
    (root / "assignments/counting/misconceptions/vowels.py").unlink()
    (root / "solutions/counting/vowels.py").write_text(SOLUTION)
    text = (root / "grading.yml").read_text()
    (root / "grading.yml").write_text(
        text.replace("        options:\n          letter_y: vowel\n", "")
    )
    return root


@pytest.fixture(scope="module")
def reports(
    course: Path, tmp_path_factory: pytest.TempPathFactory, tier: str
) -> Mapping[str, Report | None]:
    """The report of each unusual answer and of the right one, from one grader process."""
    sources = {
        name: f"import numpy, torch\ndef count_vowels(text):\n    return {answer}\n"
        "def clear(numbers, others, about):\n    return numbers\n"
        for name, answer in ODD.items()
    }
    sources["right"] = RIGHT
    folder = tmp_path_factory.mktemp("odd")
    for name, source in sources.items():
        (folder / name).mkdir()
        (folder / name / "vowels.py").write_text(source)
    outcomes = grade_paths(
        course, "counting", [str(folder / name) for name in sources],
        tier=tier, jobs=1, on_outcome=lambda outcome: None,
    )  # fmt: skip
    return {name: o.report for name, o in zip(sources, outcomes, strict=True)}


def checks(report: Report | None) -> Mapping[str, CheckResult]:
    assert report is not None
    return {check.check: check for check in report.tasks[0].checks}


def test_what_the_solution_trips_over_is_broken_for_everyone(reports):
    for report in reports.values():
        broken = {name for name, c in checks(report).items() if c.status is Status.BROKEN}

        assert broken == {"test_broken", "test_nobody_passes", "test_solution_lacks", *HANDED_OVER}
        assert "KeyError: 'mine'" in checks(report)["test_broken"].fault
        fault = checks(report)["test_nobody_passes"].fault
        assert fault.endswith("test_nobody_passes: the solution does not pass: No.")
        assert "does not pass: " in checks(report)["test_solution_lacks"].fault
    assert reports["right"].tasks[0].score == 2
    assert {c.status for c in checks(reports["right"]).values()} == {Status.PASSED, Status.BROKEN}


@pytest.mark.parametrize("name", HANDED_OVER)
def test_what_can_not_be_handed_over_is_the_checks_fault(reports, name):
    place = "assignments/counting/graders/test_vowels.py"
    line = CHECKS.splitlines().index(
        f"def {name}(student{', rng' if 'generator' in name else ''}):"
    )

    for report in reports.values():
        assert checks(report)[name].fault == f"{place}:{line + 3}: {name}: {HANDED_OVER[name]}"


def test_a_check_that_nobody_can_pass_ends_with_2(course, tmp_path, tier, capsys):
    (tmp_path / "vowels.py").write_text(RIGHT)

    ended = main(
        ["grade", str(tmp_path / "vowels.py"), "--course", str(course), "--isolation", tier]
    )

    assert ended == 2
    said = " ".join(capsys.readouterr().out.replace("|", " ").split())
    assert "our fault, no points lost Nobody can pass this check. (-0)" in said
    assert "test_nobody_passes: the solution does not pass: No." in said


@pytest.mark.parametrize("name", ODD)
def test_an_odd_answer_costs_the_points_that_it_costs_others(reports, name):
    mine, right = checks(reports[name]), checks(reports["right"])

    assert {n: c.points for n, c in mine.items()} == {n: c.points for n, c in right.items()}
    for check in mine.values():
        if check.status is not Status.BROKEN:
            assert check.status in (Status.WRONG, Status.CRASHED, Status.REFUSED)
            assert check.score == 0
            assert told(check).message.endswith(".")


def test_a_check_that_blames_the_course_for_the_solution_too_ends_grading(course, tmp_path, tier):
    root = shutil.copytree(course, tmp_path / "course")
    grader = root / "assignments/counting/graders/test_vowels.py"
    grader.write_text(grader.read_text().replace('("banana") != 3:', '("banana") != 4:'))
    (tmp_path / "vowels.py").write_text(RIGHT)

    with pytest.raises(CourseError, match="this is not so"):
        grade_paths(
            root, "counting", [str(tmp_path / "vowels.py")],
            tier=tier, jobs=1, on_outcome=lambda outcome: None,
        )  # fmt: skip


def test_no_odd_answer_breaks_a_check_of_the_course(tmp_path, workbook_graders):
    functions = {
        path.stem: path.read_text() for path in (PROJECT / "solutions/workbook").glob("*.py")
    }
    names = {
        "patterns": ["checkerboard_kernel", "flatten_pattern"],
        "images": ["load_pixels", "channels_first", "brightness", "load_image"],
        "convolution": ["output_size", "sliding_windows", "conv2d", "Conv2d"],
        "pooling": ["max_pool2d", "avg_pool2d", "flatten"],
        "counterexamples": ["padding", "stride", "weights", "channels", "pictures", "sides"],
    }
    paths = []
    for number, answer in enumerate(list(ODD.values())[::2]):
        folder = tmp_path / str(number)
        folder.mkdir()
        for stem in functions:
            lines = [f"def {name}(*args, **settings): return {answer}" for name in names[stem]]
            (folder / f"{stem}.py").write_text("\n".join(["import numpy, torch", *lines]))
        paths.append(str(folder))

    outcomes = workbook_graders.grade_paths(paths, jobs=1, on_outcome=lambda outcome: None)

    for outcome in outcomes:
        assert outcome.report is not None, outcome.problem
        assert outcome.report.broken_checks() == ()
        assert (outcome.report.score, outcome.report.points) == (0, 20)
