"""Tests own methods of a student's layers: what a check may ask, and what comes of lies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
import torch

from autograder import expect
from autograder.course.model import Task
from autograder.course.schema import Limits
from autograder.diagnosis.recording import LayerConstruction
from autograder.diagnosis.replay import Replayer, of_student
from autograder.diagnosis.retelling import NotReplayable
from autograder.diagnosis.scripts import Script
from autograder.errors import (
    AnswerRefused,
    CheckAtFault,
    CheckFailed,
    CourseError,
    StudentDied,
    StudentExited,
    StudentRaised,
    StudentUnfinished,
)
from autograder.grading.attempt import Attempt
from autograder.grading.local import LocalAnswers
from autograder.grading.remote import RemoteAnswers
from autograder.grading.student import Student
from autograder.grading.things import MayNotBeAsked
from autograder.sandbox.limits import Budget
from autograder.submission.intake import Submission

HONEST = """
import torch
from torch import nn

class Half(nn.Module):
    def forward(self, x):
        return x / 2

class Model(nn.Module):
    def __init__(self, words=("a", "b")):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(2))
        self.words = {word: number for number, word in enumerate(words)}
        self.halved, self.asked, self._secret = Half(), 0, 1

    def forward(self, x):
        return x * self.weight

    def encode(self, text):
        self.asked += 1
        return [self.words[letter] for letter in text]

    def generate(self, start, length, *, times=1.0):
        parts = [start]
        while len(parts) < length:
            parts.append(self(parts[-1]) * times)
        return torch.stack(parts)

    def loss(self, x):
        return self(x).sum()

    def doubled(self):
        with torch.no_grad():
            self.weight *= 2
        return self

    def parts(self):
        return [self.halved, {"it": self}]

    def broken(self):
        return self.nothing

    @property
    def size(self):
        return len(self.words)

    def __len__(self):
        return len(self.words)

    def __getitem__(self, word):
        return self.words[word]

    def to(self, device):
        return "moved"

class Plain(nn.Linear):
    pass

def train(model):
    with torch.no_grad():
        model.weight += 1

def error_of(model, x):
    return model(x).sum()
"""
LIES = """
import os, sys
import torch
from torch import nn

class Overrides(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(2))

    def forward(self, x):
        return x * self.weight

    def train(self, mode=True):
        raise KeyError("no")

    def state_dict(self, *args, **kwargs):
        return {"weight": "nothing"}

    def named_parameters(self, *args, **kwargs):
        sys.exit(0)

    def replace(self):
        self.forward = lambda x: x + 1
        type(self).__call__ = lambda self, x: x - 1
        return 1

class Everything(nn.Module):
    def __getattr__(self, name):
        return 1

class Itself(nn.Module):
    def again(self):
        return self

    def nested(self):
        answer = [self]
        answer.append(answer)
        return answer

    def many(self):
        return [nn.Identity() for _ in range(5000)]

    def leave(self):
        os._exit(0)

    @property
    def value(self):
        sys.exit(0)

    def __len__(self):
        return -1

    def forge(self):
        os.write(3, b"0" * 64)
        return 1

class Names(nn.Module):
    pass

for n in range(3000):
    setattr(Names, f"method_{n}" * 9, lambda self: 1)
"""
TASK = Task(name="task", points=1, file="task.py", graded_by="checks", forbidden=(), options={})
STATE = {"weight": torch.tensor([2.0, 3.0])}
ONES = torch.ones(2)


@pytest.fixture
def made(zygotes) -> Iterator[Callable[[str], tuple[Attempt, Student]]]:
    attempts = []

    def make(source: str) -> tuple[Attempt, Student]:
        submission = Submission("ada", {"task.py": source.encode()})
        attempt = Attempt(zygotes, submission, TASK, Limits(call_seconds=6), Budget(90), given={})
        attempts.append(attempt)
        return attempt, Student(RemoteAnswers(attempt))

    yield make
    for attempt in attempts:
        attempt.close()


@pytest.fixture
def liar(made) -> Student:
    return made(LIES)[1]


@pytest.fixture
def solution(tmp_path) -> Student:
    """The honest module as the solution, in this process."""
    return Student(LocalAnswers("task", lambda name: honest(), tmp_path))


def honest() -> Any:
    module = ModuleType("task")
    exec(HONEST, vars(module))  # noqa: S102 - it stands above
    return module


@pytest.fixture(params=["remote", "local"])
def student(request, made, solution) -> Student:
    """The honest module, in a worker and in this process."""
    return made(HONEST)[1] if request.param == "remote" else solution


def test_own_methods_and_data_are_asked_as_those_of_other_objects(student):
    model = student.Model(words=("x", "y", "z"))
    expect.layer(model)
    model.load_state_dict(STATE)

    assert model.encode("zyx") == [2, 1, 0]
    assert (model.words, model.size, model.asked) == ({"x": 0, "y": 1, "z": 2}, 3, 1)
    assert (len(model), model["y"], model.training) == (3, 1, True)
    assert torch.equal(model.weight, STATE["weight"])
    wanted = torch.tensor([[1.0, 1.0], [4.0, 6.0]])
    assert torch.equal(model.generate(ONES, 2, times=2.0), wanted)
    assert torch.equal(model(ONES), STATE["weight"])
    assert model


def test_a_method_that_gives_the_layer_back_gives_a_layer(student):
    model = student.Model()
    model.load_state_dict(STATE)

    again = model.doubled().doubled()

    assert torch.equal(again(ONES), 4 * STATE["weight"])
    assert torch.equal(model.parameters()["weight"], 4 * STATE["weight"])
    assert torch.equal(model.halved(ONES), ONES / 2)
    half, held = model.parts()
    assert torch.equal(half(ONES), ONES / 2)
    assert held["it"].asked == 0


def test_gradients_flow_through_an_own_method(student):
    model, x = student.Model(), torch.ones(2, requires_grad=True)
    model.load_state_dict(STATE)

    model.loss(x).backward()

    assert torch.equal(x.grad, STATE["weight"])
    assert torch.equal(model.gradients()["weight"], ONES)
    assert all(call.asked != "gradients" for call in student.calls_)


def test_what_a_layer_lacks_is_the_students(student):
    model = student.Model()

    assert not hasattr(model, "nothing")
    with pytest.raises(StudentUnfinished, match=r"`Model.* has n.*`nothing`"):
        model.nothing  # noqa: B018 - reading asks
    with pytest.raises(StudentRaised, match="AttributeError"):
        model.broken()


@pytest.mark.parametrize("name", ["_secret", "_parameters"])
def test_a_private_name_is_the_courses_fault(student, name):
    with pytest.raises(CourseError, match=f"A check asks `Model.{name}`, which is no public name"):
        getattr(student.Model(), name)


@pytest.mark.parametrize(
    "name", ["to", "forward", "register_forward_hook", "apply", "named_modules"]
)
def test_what_is_torchs_is_never_asked_whoever_overrides_it(student, name):
    with pytest.raises(
        MayNotBeAsked, match=f"asks `Model.{name}`, which is torch's and not the st"
    ):
        getattr(student.Model(), name)
    assert not hasattr(student.Model(), name)


def test_a_layer_is_asked_and_not_set(student):
    model = student.Model()

    for name in ("training", "weight", "_weight"):
        with pytest.raises(CheckAtFault, match=rf"changes `Model\.{name}`; objects can be asked"):
            setattr(model, name, 7.0)
    assert model.training is not None
    with pytest.raises(TypeError, match="'layer of the student'"):
        list(model)


def test_nothing_loops_over_a_layer(student):
    with pytest.raises(TypeError):
        list(student.Model())
    with pytest.raises(TypeError):
        assert "a" in student.Model()


def test_a_layer_of_another_check_is_gone(made):
    attempt, student = made(HONEST)
    attempt.begin(1)
    model = student.Model()
    attempt.begin(2)

    with pytest.raises(CourseError, match="made in another check or process"):
        model.encode("a")
    with pytest.raises(CourseError, match="made in another check or process"):
        model.asked  # noqa: B018 - reading asks


def test_whoever_overrides_what_is_torchs_fails_alone(liar):
    lying = liar.Overrides()

    with pytest.raises(StudentRaised, match="KeyError"):
        lying.train()
    assert lying.state_dict() == {}
    assert lying.replace() == 1
    assert torch.equal(lying(ONES), torch.zeros(2))
    with pytest.raises(StudentExited):
        lying.parameters()
    assert liar.Itself().again().again().again() is not None


LIARS = {
    "a property that exits": (lambda s: s.Itself().value, StudentExited),
    "a method that ends the process": (lambda s: s.Itself().leave(), StudentDied),
    "a negative length": (lambda s: len(s.Itself()), StudentRaised),
    "a list that holds itself": (
        lambda s: expect.close(s.Itself().nested(), ONES), CheckFailed,
    ),
    "forged bytes": (lambda s: s.Itself().forge(), AnswerRefused),
    "every attribute": (lambda s: s.Everything()(ONES), StudentRaised),
    "numbers of everything": (
        lambda s: expect.close(s.Everything().weight, torch.zeros(1)), CheckFailed,
    ),
}  # fmt: skip


@pytest.mark.parametrize("lie", LIARS)
def test_whoever_lies_fails_with_a_sentence(liar, lie):
    ask, kind = LIARS[lie]

    with pytest.raises(kind) as caught:
        ask(liar)

    assert str(caught.value).endswith(".")


def test_of_too_many_layers_and_methods_some_are_left_out(liar):
    many = liar.Itself().many()

    assert torch.equal(many[0](ONES), ONES)
    assert not hasattr(many[-1], "handle_")
    assert len(liar.Names().methods_) == 100


def test_nothing_is_asked_of_what_was_recorded(made):
    _, student = made(LIES)
    everything = student.Everything()
    with pytest.raises(StudentRaised):
        student.absent(everything, [everything])
    with pytest.raises(StudentRaised):
        everything(everything)

    assert [str(call) for call in student.calls_][1] == "absent(a layer, [a layer])"


class TestWhatIsRecorded:
    def replayed(self, call: Any, module: Any = None) -> Any:
        replayer = Replayer()
        try:
            return replayer.replay(call, module or honest())
        finally:
            replayer.close()

    def test_the_story_of_a_layer_has_its_parameters_and_all_that_it_was_asked(self, student):
        model = student.Model()
        model.load_state_dict(STATE)
        model.eval()
        model(ONES)
        model.encode("ab")
        answer = model.generate(ONES, 2)
        call = student.calls_[-1]

        assert [step.member for step in call.made.steps] == [
            "", "load_state_dict", "eval", "__call__", "encode",
        ]  # fmt: skip
        assert (call.function, call.made.member, call.asked) == ("Model", "generate", "member")
        assert torch.equal(self.replayed(call).answer, answer)
        assert torch.equal(student.ask_again_(call).answer, answer)
        assert str(call).endswith("model.encode('ab'); model.generate(float32 (2,), 2)")

    def test_later_calls_are_told_by_the_story_and_those_before_by_the_parameters(self, student):
        model = student.Model()
        model.load_state_dict(STATE)
        model(ONES)
        model.doubled()
        answer = model(ONES)

        before, _, after = student.calls_[1:]

        assert isinstance(before.made, LayerConstruction)
        assert isinstance(after.made, Script)
        assert torch.equal(self.replayed(after).answer, answer)

    def test_parameters_that_were_read_are_known(self, student):
        model = student.Model()
        model.parameters()
        answer = model.generate(ONES, 3)

        assert torch.equal(self.replayed(student.calls_[-1]).answer, answer)

    def test_of_parameters_that_nobody_knows_nothing_is_said(self, student):
        model = student.Model()
        model.generate(ONES, 3)

        with pytest.raises(NotReplayable, match="nobody knows the layer's parameters"):
            self.replayed(student.calls_[-1])

    def test_nor_where_the_solutions_are_others(self, student):
        model = student.Model()
        model.load_state_dict(STATE)
        model.encode("a")
        other = SimpleNamespace(Model=torch.nn.Identity)

        with pytest.raises(NotReplayable, match="the layer has other parameters"):
            self.replayed(student.calls_[-1], other)

    def test_what_a_function_has_made_of_a_layer_nobody_knows(self, student):
        model = student.Model()
        model.load_state_dict(STATE)
        student.train(model)
        count = len(student.calls_)

        assert torch.equal(model.generate(ONES, 2)[1], STATE["weight"] + 1)
        assert len(student.calls_) == count
        assert str(student.calls_[-1]) == "train(a layer)"
        assert student.ask_again_(student.calls_[-1]) is None

    def test_what_comes_of_an_object_has_its_story(self, student):
        model = student.Model()
        model.load_state_dict(STATE)
        answer = model.doubled().generate(ONES, 2)

        call = student.calls_[-1]

        assert torch.equal(self.replayed(call).answer, answer)
        assert of_student(student.calls_[-2]) == replace(
            self.replayed(student.calls_[-2]), needs_grad=()
        )

    def test_a_mistake_in_an_own_method_is_made_with_the_same_parameters(self, student):
        model = student.Model()
        model.load_state_dict(STATE)
        model.generate(ONES, 2)
        wrong = honest()

        class Wrong(wrong.Model):  # type: ignore[misc]  # made above
            def generate(self, start, length, *, times=1.0):
                return super().generate(start, length + 1, times=times)

        wrong.Model = Wrong

        assert self.replayed(student.calls_[-1], wrong).answer.shape == (3, 2)

    def test_of_a_layer_without_own_methods_calls_are_no_part_of_the_story(self, student):
        plain = student.Plain(2, 2)
        plain.parameters()
        plain(ONES)
        assert plain.in_features == 2

        assert [step.member for step in student.calls_[-1].made.steps] == ["", "load_state_dict"]
