"""The stand-in for a student's module: answers, gradients and layers, from the other process."""

from __future__ import annotations

import pytest
import torch

from autograder.errors import CourseError, StudentRaised
from autograder.grading.student import RecordedCall, RemoteAnswers, Student, Unsendable

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

def not_a_layer():
    return lambda x: x + 1

def generator():
    return (i for i in range(3))
"""


@pytest.fixture
def student(start_worker) -> Student:
    worker = start_worker(MODULE)
    return Student(RemoteAnswers(lambda: worker))


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


def test_an_exception_on_the_way_back_is_the_student_s(student):
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
    with pytest.raises(CourseError, match="A check gives the student a set"):
        student.square({1, 2})


def test_calls_are_shown_with_shapes_and_without_values():
    call = RecordedCall("f", (torch.rand(2, 3), "/given/a.png"), {"stride": (2, 1)})

    assert str(call) == "f(float32 (2, 3), 'a.png', stride=(2, 1))"


def test_only_names_of_the_module_are_attributes(student):
    for name in ("_private", "__wrapped__", "more_"):
        with pytest.raises(AttributeError):
            getattr(student, name)
