"""Tests `student`: answers, gradients and layers come from the worker."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
import torch

from autograder.course.model import Task
from autograder.course.schema import Limits
from autograder.diagnosis.recording import OnlyTheLast, RecordedCall
from autograder.errors import CheckAtFault, CourseError, StudentRaised, StudentUnfinished
from autograder.grading.attempt import Attempt
from autograder.grading.remote import RemoteAnswers
from autograder.grading.remote_objects import Unsendable
from autograder.grading.student import Student
from autograder.sandbox.limits import Budget
from autograder.submission.intake import Submission

KINDS = {
    "convolution": {"operators": ["*convolution*"]},
    "pooling": {"operators": ["*_pool2d*"], "reductions": ["mean"]},
}
MODULE = """
import torch
from torch import nn

def square(x, *, times=1.0):
    return x * x * times

def detached(x):
    return (x * x).detach()

class Stubborn(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2

    @staticmethod
    def backward(ctx, inflow):
        raise KeyError('no way back')

def no_way_back(x):
    return Stubborn.apply(x)

def wrong_gradient(x):
    class Odd(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            return x * 2

        @staticmethod
        def backward(ctx, inflow):
            return inflow * 3

    return Odd.apply(x)

class Scale(nn.Module):
    def __init__(self, start):
        super().__init__()
        self.weight = nn.Parameter(torch.tensor(start))

    def forward(self, x):
        return x * self.weight

def _double(number):
    def _within(number):
        return number

    return 2 * _within(number)

class Counter:
    def __init__(self):
        self._count = 0

    def _step(self):
        self._count += 1

def not_a_layer():
    return lambda x: x + 1

def generator():
    return (i for i in range(3))
"""


OTHER = """
import math, time

import torch
from torch import nn

class Net(nn.Module):
    def __init__(self, uses_convolution=True, pools="max"):
        super().__init__()
        self.convolution = nn.Conv2d(1, 4, 3, padding=1)
        self.dense = nn.Linear(4, 2)
        self.flat = nn.Linear(64, 2)
        self.uses_convolution, self.pools = uses_convolution, pools

    def forward(self, x):
        seen = self.convolution(x)
        if self.pools == "max":
            pooled = nn.functional.max_pool2d(seen, 8).flatten(1)
        elif self.pools == "mean":
            pooled = seen.mean((2, 3))
        else:
            pooled = seen.flatten(2)[..., 0]
        return self.dense(pooled) if self.uses_convolution else self.flat(x.flatten(1))

def net(uses_convolution=True, pools="max"):
    return Net(uses_convolution, pools)

def train(model, device, *, seconds):
    print(f"training on {device.type}")
    end = time.process_time() + seconds
    while time.process_time() < end:
        with torch.no_grad():
            model.dense.bias += 1.0
    return "done"

def swallow(model):
    while True:
        try:
            while True:
                model.dense.bias.data += 1.0
        except Exception:
            pass

def chance():
    return torch.rand(3)
"""
STATE = {"weight": torch.tensor(7.0)}
BUFFER = io.BytesIO()
torch.save(STATE, BUFFER)
WEIGHTS = BUFFER.getvalue()
TASK = Task(name="task", points=1, file="task.py", graded_by="checks", forbidden=(), options={})


@pytest.fixture
def student(zygotes) -> Iterator[Student]:
    files = {"task.py": MODULE.encode(), "other.py": OTHER.encode(), "weights.pt": WEIGHTS}
    submission = Submission("ada", files)
    attempt = Attempt(zygotes, submission, TASK, Limits(call_seconds=5), Budget(60), given={})
    yield Student(RemoteAnswers(attempt))
    attempt.close()


def test_gradients_come_from_the_other_process(student):
    x = torch.tensor([1.0, 2.0], requires_grad=True)
    times = torch.tensor([3.0, 5.0], requires_grad=True)

    answer = student.square(x, times=times)
    answer.backward(torch.tensor([1.0, 10.0]))

    assert torch.equal(x.grad, torch.tensor([6.0, 200.0]))
    assert torch.equal(times.grad, torch.tensor([1.0, 40.0]))


def test_only_the_student_s_own_backward_counts(student):
    x = torch.tensor([1.0], requires_grad=True)

    student.wrong_gradient(x).sum().backward()

    assert torch.equal(x.grad, torch.tensor([3.0]))


def test_an_answer_that_is_cut_off_requires_no_gradient(student):
    assert not student.detached(torch.ones(2, requires_grad=True)).requires_grad


def test_an_exception_in_the_backward_pass_is_the_student_s(student):
    answer = student.no_way_back(torch.ones(2, requires_grad=True))

    with pytest.raises(StudentRaised, match="KeyError: 'no way back'"):
        answer.sum().backward()


def test_a_layer_stays_in_the_other_process(student):
    layer = student.Scale(3.0)
    x = torch.tensor([1.0, 2.0], requires_grad=True)

    layer(x).backward(torch.ones(2))

    assert layer.is_module_
    assert torch.equal(layer.parameters()["weight"], torch.tensor(3.0))
    assert torch.equal(layer.gradients()["weight"], torch.tensor(3.0))
    assert torch.equal(x.grad, torch.tensor([3.0, 3.0]))


def test_a_state_dict_is_loaded(student):
    layer = student.Scale(3.0)

    layer.load_state_dict({"weight": torch.tensor(7.0)})

    assert torch.equal(layer.state_dict()["weight"], torch.tensor(7.0))
    assert torch.equal(layer(torch.ones(1)), torch.tensor([7.0]))


def test_gradients_of_parameters_alone_are_enough(student):
    layer = student.Scale(3.0)

    layer(torch.tensor([2.0, 4.0])).sum().backward()

    assert torch.equal(layer.gradients()["weight"], torch.tensor(6.0))


def test_what_is_no_layer_says_so(student):
    answer = student.not_a_layer()

    assert not answer.is_module_
    assert answer(1) == 2


def test_what_can_not_cross_is_described(student):
    assert student.generator() == Unsendable("a generator")


def test_a_check_that_gives_what_can_not_be_sent_is_the_courses_fault(student):
    with pytest.raises(CourseError, match="type set can't be handed to students' code; hand over"):
        student.square({1, 2})


def test_calls_are_shown_with_shapes_and_without_values():
    call = RecordedCall("f", (torch.rand(2, 3), "/given/a.png"), {"stride": (2, 1)})

    assert str(call) == "f(float32 (2, 3), 'a.png', stride=(2, 1))"


def test_only_names_of_the_module_are_attributes(student):
    for name in ("_private", "__wrapped__", "more_"):
        with pytest.raises(AttributeError):
            getattr(student, name)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("_private", "A check asks for `_private`, which is no public name"),
        (
            "more_",
            "A check asks for `student.more_`. Names with an underscore at the end are the g",
        ),
    ],
)
def test_a_name_that_may_not_be_asked_is_the_checks_fault(student, name, sentence):
    with pytest.raises(CheckAtFault, match=sentence):
        getattr(student, name)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (
            lambda student: student.double(1),
            "There is no `double`: the module does not define it. `_double` is another name: leave "
            "out the underscore in front.",
        ),
        (
            lambda student: student.nothing(),
            "There is no `nothing`: the module does not define it.",
        ),
        (lambda student: student.within(1), "There is no `within`: the module does not define it."),
        (
            lambda student: student.Counter().count,
            "`Counter` has neither a method nor an attribute `count`. `_count` is another name: "
            "leave out the underscore in front.",
        ),
        (
            lambda student: student.Counter().step,
            "`Counter` has neither a method nor an attribute `step`. `_step` is another name: "
            "leave out the underscore in front.",
        ),
    ],
)
def test_a_name_with_an_underscore_in_front_is_another_one(student, asked, sentence):
    with pytest.raises(StudentUnfinished) as lacking:
        asked(student)

    assert str(lacking.value) == lacking.value.told == sentence


IMAGES = torch.arange(128.0).reshape(2, 1, 8, 8).sin()


def test_another_module_of_the_same_submission(student):
    other = student.of_("other")

    assert other.chance().shape == (3,)
    assert [call.function for call in student.calls_] == ["chance"]


def test_a_module_that_was_not_handed_in(student):
    with pytest.raises(StudentUnfinished, match=r"^third\.py was not handed in\.$"):
        student.of_("third").anything()


@pytest.mark.parametrize("pools", ["max", "mean"])
@pytest.mark.parametrize("kind", ["convolution", "pooling"])
def test_ablated_layers_change_what_depends_on_them(student, pools, kind):
    net = student.of_("other").net(pools=pools)

    answer, count = net.ablate(IMAGES, **KINDS[kind])

    assert count == 1
    assert not torch.equal(answer, net(IMAGES))


@pytest.mark.parametrize(
    ("settings", "kind"),
    [({"uses_convolution": False}, "convolution"), ({"pools": "no"}, "pooling")],
)
def test_ablated_layers_change_nothing_else(student, settings, kind):
    net = student.of_("other").net(**settings)

    assert torch.equal(net.ablate(IMAGES, **KINDS[kind])[0], net(IMAGES))


def test_a_call_that_ends_in_time_is_not_stopped(student):
    net, other = student.of_("other").net(), student.of_("other")
    patient = other.within_(cpu_seconds=5, wall_seconds=5)

    assert patient.train(net, torch.device("cpu"), seconds=0.01) == "done"
    assert not patient.was_stopped_()
    assert "training on cpu" in student.answers_.printed()


def test_a_stopped_call_keeps_what_it_has_done(student):
    net = student.of_("other").net()
    before = net.state_dict()["dense.bias"]
    hasty = student.of_("other").within_(cpu_seconds=0.2, wall_seconds=60)

    assert hasty.train(net, torch.device("cpu"), seconds=60) is None
    assert hasty.was_stopped_()
    assert (net.state_dict()["dense.bias"] > before).all()


def test_except_exception_does_not_swallow_the_stop(student):
    net = student.of_("other").net()
    hasty = student.of_("other").within_(cpu_seconds=60, wall_seconds=0.2)

    assert hasty.swallow(net) is None
    assert hasty.was_stopped_()


def test_starting_over_gives_a_new_process_with_that_seed(student):
    chances = []
    for seed in (1, 2, 1):
        student.answers_.start_over(seed)
        chances.append(student.of_("other").chance().tolist())

    assert chances[0] == chances[2] != chances[1]


def test_a_checkpoint_is_loaded_inside(student):
    scale = student.Scale(1.0)

    loaded = scale.load_checkpoint("weights.pt")

    assert loaded.problem == ""
    assert scale.state_dict()["weight"] == 7.0


def test_a_checkpoint_that_is_none(student):
    scale = student.Scale(1.0)

    assert scale.load_checkpoint("task.py").problem == "damaged"


def test_a_graph_that_is_freed_here_is_freed_in_the_worker_too(student):
    scale, x = student.Scale(2.0), torch.tensor([3.0])
    worker = scale._worker
    kept = scale(x)
    scale(x)
    student.calls_.clear()

    assert len(worker.forgotten) == 1
    scale(x)
    kept.sum().backward()
    assert scale.gradients()["weight"] == 3.0


def test_without_replay_only_the_last_call_is_recorded():
    calls = OnlyTheLast()
    for number in range(3):
        calls.append(RecordedCall("f", (number,), {}, answer=torch.ones(3)))

    assert [(call.args, call.answer) for call in calls] == [((2,), None)]


def test_old_graphs_are_forgotten(student):
    answers = [student.Scale(float(n)) for n in range(2)]
    x = torch.tensor([1.0], requires_grad=True)
    first = answers[0](x)
    for _ in range(9):
        last = answers[1](x)

    assert torch.autograd.grad(last.sum(), x)[0] == 1.0
    with pytest.raises(StudentRaised):
        torch.autograd.grad(first.sum(), x)
