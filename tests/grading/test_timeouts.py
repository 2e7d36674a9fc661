"""Tests that an endless loop costs its own function and those that use it, but no others."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator

import pytest
import torch
from support.paths import PROJECT

from autograder.course.model import Task
from autograder.course.schema import Limits
from autograder.errors import StudentTimeout
from autograder.grading.attempt import Attempt
from autograder.grading.batch import grade_paths
from autograder.grading.remote import RemoteAnswers
from autograder.grading.student import Student
from autograder.grading.timeouts import Timeouts
from autograder.results import Status
from autograder.sandbox.limits import Budget
from autograder.submission.intake import Submission

pytestmark = [pytest.mark.slow(50), pytest.mark.cold_start]

MODULE = b"""
import torch

def loop(numbers=None):
    while True: pass

def uses_loop(numbers):
    return loop(numbers)

def fine(numbers):
    return numbers + 1

class Layer(torch.nn.Module):
    def forward(self, numbers):
        loop()

class Back(torch.autograd.Function):
    @staticmethod
    def forward(ctx, numbers):
        return numbers * 2

    @staticmethod
    def backward(ctx, inflow):
        loop()

def loops_back(numbers):
    return Back.apply(numbers)
"""
TASK = Task(name="task", points=1, file="task.py", graded_by="checks", forbidden=(), options={})
USES = {"uses_loop": frozenset({"uses_loop", "loop"})}
NUMBERS = torch.ones(3)


def reach(name):
    return USES.get(name, frozenset({name}))


@pytest.fixture
def budget():
    return Budget(60)


@pytest.fixture
def student(zygotes, budget) -> Iterator[Student]:
    attempt = Attempt(
        zygotes,
        Submission("ada", {"task.py": MODULE}),
        TASK,
        Limits(call_seconds=0.5),
        budget,
        given={},
        timeouts=Timeouts(reach, Counter()),
    )
    yield Student(RemoteAnswers(attempt))
    attempt.close()


def ends(ask):
    """The sentence of a call that times out."""
    with pytest.raises(StudentTimeout) as caught:
        ask()
    return str(caught.value)


def test_after_the_second_time_a_function_is_not_called_any_more(student, budget):
    said = [ends(lambda: student.loop(NUMBERS)) for _ in range(2)]
    left = budget.left
    said += [ends(lambda: student.loop(NUMBERS)) for _ in range(20)]

    assert said[:2] == ["No answer from `loop` within 0.5 seconds."] * 2
    assert set(said[2:]) == {"`loop` was not called: it ran out of time twice already."}
    assert budget.left == left
    assert student.fine(NUMBERS).tolist() == [2, 2, 2]


def test_one_that_uses_it_has_one_chance(student):
    for _ in range(2):
        ends(lambda: student.loop(NUMBERS))

    said = [ends(lambda: student.uses_loop(NUMBERS)) for _ in range(3)]

    assert said[0] == "No answer from `uses_loop` within 0.5 seconds."
    assert set(said[1:]) == {
        "`uses_loop` was not called: it ran out of time once already, "
        "and so has `loop`, which it may use."
    }


def test_one_that_uses_it_has_two_chances_as_long_as_nothing_is_known(student):
    said = [ends(lambda: student.uses_loop(NUMBERS)) for _ in range(3)]

    assert said[1] == "No answer from `uses_loop` within 0.5 seconds."
    assert said[2] == "`uses_loop` was not called: it ran out of time twice already."


def test_calls_of_a_layer_count(student):
    said = [ends(lambda: student.Layer()(NUMBERS)) for _ in range(3)]

    assert said[2] == "`Layer` was not called: it ran out of time twice already."


def test_the_backward_pass_counts(student):
    def ask():
        student.loops_back(NUMBERS.clone().requires_grad_()).sum().backward()

    said = [ends(ask) for _ in range(3)]

    assert said[2] == "`loops_back` was not called: it ran out of time twice already."


@pytest.fixture(scope="module")
def report(tmp_path_factory, tier):
    """The report of right answers with an endless loop in a function that most others use."""
    folder = tmp_path_factory.mktemp("course")
    for name in ("assignments/workbook", "solutions/workbook"):
        shutil.copytree(PROJECT / name, folder / name)
    text = (PROJECT / "grading.yml").read_text()
    text = text.replace("call_seconds: 10 ", "call_seconds: 2 ")
    text = text.replace("submission_seconds: 120 ", "submission_seconds: 24 ")
    start = text.index("  challenge:\n")
    (folder / "grading.yml").write_text(text[:start])
    right = (PROJECT / "solutions/workbook/convolution.py").read_text()
    shutil.copytree(PROJECT / "solutions/workbook", folder / "ada")
    loop = "def sliding_windows(images, kernel_size, stride=1):\n    while True:\n        pass\n"
    (folder / "ada/convolution.py").write_text(f"{right}\n\n{loop}")
    (outcome,) = grade_paths(
        folder, "workbook", [str(folder / "ada")], tier=tier, jobs=1, on_outcome=lambda _: None
    )
    return outcome.report


def test_functions_that_do_not_use_it_lose_nothing(report):
    by_task = {task.task: task for task in report.tasks}
    late = [c for c in by_task["convolution"].checks if c.status is Status.TIMED_OUT]
    flatten = [c for c in by_task["pooling"].checks if c.check.startswith("test_flatten")]

    assert (by_task["patterns"].score, by_task["images"].score) == (3, 5)
    assert [c.status for c in flatten] == [Status.PASSED] * 3
    assert sum("was not called" in c.message for c in late) > len(late) / 2
    assert not any("used up its" in c.message for c in late)
