"""Tests objects of a student's: what a check may ask of them, and what comes of those that lie."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from types import ModuleType

import pytest
import torch

from autograder import expect
from autograder.course.model import Task
from autograder.course.schema import Limits
from autograder.diagnosis.scripts import OBJECT
from autograder.errors import (
    AnswerRefused,
    CheckAtFault,
    CheckFailed,
    CourseError,
    StudentDied,
    StudentError,
    StudentExited,
    StudentForbidden,
    StudentRaised,
    StudentTimeout,
    StudentUnfinished,
)
from autograder.grading.attempt import Attempt
from autograder.grading.local import LocalAnswers
from autograder.grading.remote import RemoteAnswers
from autograder.grading.remote_objects import Unsendable
from autograder.grading.student import Student
from autograder.grading.things import MayNotBeAsked
from autograder.sandbox.limits import Budget
from autograder.submission.intake import Submission

HONEST = """
import collections, time
import torch

class SGD:
    def __init__(self, parameters, lr=0.5):
        self.parameters, self.lr = parameters, lr
        self.coef_ = 3.0
        self.rule = lambda x: x + 1

    def step(self, gradients):
        for parameter, gradient in zip(self.parameters, gradients):
            parameter -= self.lr * gradient
        return self

    def spoil(self, gradients):
        gradients[0].zero_()

    def still_to_do(self):
        raise NotImplementedError

    @property
    def total(self):
        return sum(float(each.sum()) for each in self.parameters)

    @property
    def broken(self):
        return self.nothing

    def scaled(self, x):
        return x * self.parameters[0]

    def wait(self):
        end = time.process_time() + 60
        while time.process_time() < end:
            self.lr += 1.0

    def parts(self):
        return [Part(number) for number in range(2)]

    def __len__(self):
        return len(self.parameters)

    def __getitem__(self, place):
        return self.parameters[place]

    def __call__(self, x, *, times=1):
        return x * times

class Part:
    def __init__(self, number):
        self.number = number

class Vocabulary(dict):
    def __init__(self, words):
        super().__init__((word, number) for number, word in enumerate(words))

    def add(self, word):
        self[word] = len(self)
        return self

    def without(self, word):
        return Vocabulary(each for each in self if each != word)

    def encode(self, words):
        return [self[word] for word in words]

class Words(list):
    def longest(self):
        return max(self, key=len)

class Pair(collections.namedtuple("Pair", "one other")):
    pass

def counted(words):
    return collections.Counter(words)

def halves(x):
    return 2 * x, (3 * x).detach(), x.square(), 1

class Trainer:
    def __init__(self, optimiser, others=()):
        self.optimiser, self.others = optimiser, others

    def train(self, gradients):
        self.optimiser.step(gradients)
        return len(self.others)

def of_all(optimisers):
    return sum(each.total for each in optimisers["all"])

def correlate(x):
    return Correlating()

class Correlating:
    def ask(self, x):
        return torch.nn.functional.conv1d(x, x)
"""
LIES = """
import os, sys, time
import torch

class Everything:
    def __getattr__(self, name):
        return 1

class NotACopy:
    def __getattribute__(self, name):
        raise KeyError("nothing for you")

class Disguised:
    @property
    def __class__(self):
        return torch.Tensor

class Loops:
    @property
    def value(self):
        while True:
            pass

    def __len__(self):
        while True:
            pass

class Exits:
    @property
    def value(self):
        sys.exit(0)

    def leave(self):
        os._exit(0)

    def __repr__(self):
        os._exit(1)

    def __eq__(self, other):
        os._exit(2)

    def __hash__(self):
        os._exit(3)

    def __reduce__(self):
        os._exit(4)

class Equal:
    def __eq__(self, other):
        return True

    def __bool__(self):
        return True

    def __len__(self):
        return 10**30

class Negative:
    def __len__(self):
        return -1

class Millions:
    def children(self):
        return [Millions() for _ in range(100_000)]

    def several(self):
        return [Millions() for _ in range(5000)]

class Itself:
    def again(self):
        return self

    def nested(self):
        answer = [self]
        answer.append(answer)
        return answer

class Replaced:
    def replace(self):
        def fake(*args):
            return "fake"
        sys.modules[__name__].Replaced = fake
        Replaced.value = lambda self: "other"
        self.__class__ = Itself
        return 1

    def value(self):
        return "own"

class Meta(type):
    @property
    def __mro__(cls):
        raise KeyError("no bases")

class OfMeta(metaclass=Meta):
    def value(self):
        return 1

class Slow(dict):
    pass

def many():
    return [Everything() for _ in range(3)]

class Forger:
    def forge(self):
        os.write(3, b"0" * 64)
        return 1
"""
TASK = Task(
    name="task", points=1, file="task.py", graded_by="checks", forbidden=("conv1d",), options={}
)


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
def student(made) -> Student:
    return made(HONEST)[1]


@pytest.fixture
def liar(made) -> Student:
    return made(LIES)[1]


def test_methods_change_an_object_and_its_data_is_read(student):
    optimiser = student.SGD([torch.tensor([1.0, 2.0]), torch.tensor(3.0)], lr=0.5)

    optimiser.step([torch.tensor([2.0, 2.0]), torch.tensor(4.0)])
    optimiser.step([torch.tensor([2.0, 2.0]), torch.tensor(4.0)])

    assert torch.equal(optimiser.parameters[0], torch.tensor([-1.0, 0.0]))
    assert (optimiser.total, optimiser.lr, optimiser.coef_) == (-2.0, 0.5, 3.0)
    assert optimiser.rule(1) == 2


def test_a_call_a_length_and_an_item(student):
    optimiser = student.SGD([torch.tensor(7.0)])

    assert len(optimiser) == 1
    assert torch.equal(optimiser[0], torch.tensor(7.0))
    assert optimiser(3, times=2) == 6
    with pytest.raises(StudentRaised, match=r"`SGD.__getitem__` raised IndexError"):
        optimiser[5]


def test_what_gives_itself_back_goes_on(student):
    optimiser = student.SGD([torch.tensor(7.0)])

    assert optimiser.step([torch.tensor(2.0)]).step([torch.tensor(2.0)]).total == 5.0
    assert optimiser.total == 5.0


def test_objects_are_given_to_others(student):
    one, other = student.SGD([torch.tensor(7.0)]), student.SGD([torch.tensor(1.0)])
    trainer = student.Trainer(one, others=[other, other])

    assert trainer.train([torch.tensor(2.0)]) == 2
    assert one.total == 6.0
    assert trainer.optimiser.step([torch.tensor(2.0)]).total == one.total == 5.0
    assert student.of_all({"all": (one, other)}) == 6.0


def test_objects_in_a_list_are_objects(student):
    parts = student.SGD([]).parts()

    assert [part.number for part in parts] == [0, 1]


@pytest.mark.parametrize("who", ["student", "solution"])
def test_an_object_may_be_a_dict_or_a_list_as_well(who, request):
    asked = request.getfixturevalue(who)
    words = asked.Vocabulary(["a", "b"])

    assert (len(words), words["b"], words.encode(["b", "a"])) == (2, 1, [1, 0])
    assert words.add("c").encode(["c"]) == [2]
    assert words.without("a").encode(["b"]) == [0]
    assert asked.Words(["a", "bbb"]).longest() == "bbb"


@pytest.mark.parametrize("who", ["student", "solution"])
def test_what_functions_give_and_named_tuples_are_data(who, request):
    asked = request.getfixturevalue(who)

    assert asked.counted(["a", "b", "a"]) == {"a": 2, "b": 1}
    assert asked.Pair(1, 2) == (1, 2)
    assert type(asked.counted(["a"])) is dict


@pytest.mark.parametrize("who", ["student", "solution"])
def test_gradients_flow_through_the_parts_of_an_answer(who, request):
    x = torch.tensor([1.0, 2.0], requires_grad=True)

    doubled, cut, squared, number = request.getfixturevalue(who).halves(x)
    (doubled.sum() + squared.sum()).backward(retain_graph=True)

    assert torch.equal(x.grad, torch.tensor([4.0, 6.0]))
    assert (cut.requires_grad, number) == (False, 1)
    expect.gradients(squared, x.square(), of={"x": x})
    with pytest.raises(CheckFailed, match="gradient of `x`"):
        expect.gradients(doubled, 3 * x, of={"x": x})


def test_gradients_flow_through_a_method(student):
    x = torch.tensor([1.0, 2.0], requires_grad=True)

    student.SGD([torch.tensor(3.0)]).scaled(x).sum().backward()

    assert torch.equal(x.grad, torch.tensor([3.0, 3.0]))


def test_a_method_that_writes_into_what_it_is_given_is_noticed(student):
    optimiser = student.SGD([torch.tensor(3.0)])
    optimiser.step([torch.tensor(1.0)])
    expect.inputs_unchanged(student)

    optimiser.spoil([torch.tensor(1.0)])
    with pytest.raises(CheckFailed, match="argument 1"):
        expect.inputs_unchanged(student)


def test_methods_are_interrupted_as_functions_are(student):
    hasty = student.within_(cpu_seconds=0.2, wall_seconds=20).SGD([])

    assert hasty.wait() is None
    assert student.was_stopped_()
    assert hasty.lr > 1


def test_what_is_forbidden_stays_so_inside_of_methods(student):
    with pytest.raises(StudentForbidden, match=r"`correlate.ask` ran torch's operator conv1d"):
        student.correlate(1).ask(torch.ones(1, 1, 3))


def test_a_missing_member_is_the_students_and_says_which(student):
    with pytest.raises(StudentUnfinished) as caught:
        student.SGD([]).nothing  # noqa: B018 - reading asks

    assert not hasattr(student.SGD([]), "nothing")
    assert getattr(student.SGD([]), "coef_", 0) == 3.0
    sentence = "`SGD` has neither a method nor an attribute `nothing`."
    assert str(caught.value) == caught.value.told == sentence
    with pytest.raises(StudentUnfinished, match=r"`SGD\.still_to_do` is still to do"):
        student.SGD([]).still_to_do()
    with pytest.raises(StudentRaised, match=r"`SGD.broken` raised AttributeError.*line 28"):
        student.SGD([]).broken  # noqa: B018 - reading asks


@pytest.mark.parametrize("name", ["_private", "_velocities_"])
def test_a_private_name_is_the_courses_fault(student, name):
    optimiser = student.SGD([])

    with pytest.raises(CourseError, match=f"A check asks `SGD.{name}`, which is no public name"):
        getattr(optimiser, name)
    assert issubclass(MayNotBeAsked, AttributeError)
    assert not hasattr(optimiser, name)


@pytest.mark.parametrize("name", ["__class_getitem__", "__reduce__x", "__array__", "__init_x__"])
def test_what_python_looks_for_is_never_asked(student, name):
    with pytest.raises(AttributeError):
        getattr(student.SGD([]), name)


def test_nothing_loops_over_an_object(student):
    optimiser = student.SGD([torch.tensor(1.0)])

    with pytest.raises(TypeError):
        list(optimiser)
    with pytest.raises(TypeError):
        assert 1 in optimiser
    assert optimiser


def test_an_object_of_another_check_or_process_is_gone(made):
    attempt, student = made(HONEST)
    attempt.begin(1)
    optimiser = student.SGD([])
    attempt.begin(2)

    with pytest.raises(CourseError, match="made in another check or process"):
        optimiser.step([])
    optimiser = student.SGD([])
    student.answers_.start_over(3)
    with pytest.raises(CourseError, match="made in another check or process"):
        optimiser.lr  # noqa: B018 - reading asks


@pytest.mark.slow(13)
def test_two_timeouts_of_an_object_are_enough(liar):
    with pytest.raises(StudentTimeout, match=r"No answer from `Loops.value` within 6 seconds"):
        liar.Loops().value  # noqa: B018 - reading asks
    with pytest.raises(StudentTimeout, match=r"No answer from `Loops.__len__` within 6 seconds"):
        len(liar.Loops())
    with pytest.raises(StudentTimeout, match="`Loops` was not called: it ran out of time twice"):
        liar.Loops()


LIARS = {
    "a property that exits": (lambda s: s.Exits().value, StudentExited),
    "a method that ends the process": (lambda s: s.Exits().leave(), StudentDied),
    "too large a length": (lambda s: len(s.Equal()), StudentRaised),
    "a negative length": (lambda s: len(s.Negative()), StudentRaised),
    "no attribute at all": (lambda s: s.NotACopy().value, StudentRaised),
    "a tensor in disguise": (lambda s: s.Disguised(), StudentRaised),
    "a class without bases": (lambda s: s.OfMeta(), StudentRaised),
    "a list that holds itself": (
        lambda s: expect.close(s.Itself().nested(), torch.ones(1)), CheckFailed,
    ),
    "forged bytes": (lambda s: s.Forger().forge(), AnswerRefused),
    "more objects than fit": (
        lambda s: expect.close(s.Millions().children(), torch.ones(1)), CheckFailed,
    ),
    "numbers of everything": (
        lambda s: expect.close(s.Everything(), torch.ones(1)), CheckFailed,
    ),
    "equal to everything": (lambda s: expect.integer(s.Equal(), 1), CheckFailed),
    "calls of what is no method": (lambda s: s.Everything()(), StudentRaised),
}  # fmt: skip


@pytest.mark.parametrize("lie", LIARS)
def test_whoever_lies_fails_with_a_sentence(liar, lie):
    ask, kind = LIARS[lie]

    with pytest.raises((StudentError, CheckFailed)) as caught:
        ask(liar)

    assert isinstance(caught.value, kind), caught.value
    assert str(caught.value).endswith(".")


def test_what_an_object_says_of_itself_is_not_asked(liar):
    exits = liar.Exits()

    assert exits != liar.Exits()
    assert {exits: 1}[exits] == 1
    assert repr(exits) == "<what `Exits` gave>"


def test_whoever_has_every_attribute_has_ones(liar):
    assert liar.Everything().anything == 1
    assert [each.x for each in liar.many()] == [1, 1, 1]


def test_of_too_many_objects_the_last_are_only_described(liar):
    several = liar.Millions().several()

    assert several[0].several()
    assert several[-1] == Unsendable("a Millions")


def test_a_method_may_replace_the_module_and_harms_only_itself(liar):
    replaced = liar.Replaced()

    assert replaced.value() == "own"
    assert replaced.replace() == 1
    with pytest.raises(StudentUnfinished, match="`Replaced` has neither a method nor an attr"):
        replaced.value()
    assert liar.Replaced() == "fake"
    assert liar.Itself().again().again().again() is not None


@pytest.fixture
def solution(tmp_path) -> Student:
    """The honest module as the solution, in this process."""
    module = ModuleType("task")
    exec(HONEST, vars(module))  # noqa: S102 - it stands above
    return Student(LocalAnswers("task", lambda name: module, tmp_path))


def test_objects_of_the_solution_are_asked_alike(solution):
    given = torch.tensor([1.0, 2.0])
    optimiser = solution.SGD([given], lr=0.5)

    assert optimiser.step([torch.tensor([2.0, 2.0])]).step([torch.tensor([2.0, 2.0])]).total == -1.0
    assert torch.equal(given, torch.tensor([1.0, 2.0]))  # of what is given, a copy is changed
    assert (len(optimiser), optimiser(3, times=2), optimiser.rule(1)) == (1, 6, 2)
    assert torch.equal(optimiser[0], torch.tensor([-1.0, 0.0]))
    assert solution.Trainer(optimiser, others=[optimiser]).train([torch.zeros(2)]) == 1
    assert solution.of_all({"all": (optimiser,)}) == -1.0
    assert [part.number for part in optimiser.parts()] == [0, 1]
    x = torch.tensor([1.0, 2.0], requires_grad=True)
    solution.SGD([torch.tensor(3.0)]).scaled(x).sum().backward()
    assert torch.equal(x.grad, torch.tensor([3.0, 3.0]))


def test_what_the_solution_raises_is_raised_alike(solution):
    optimiser = solution.SGD([])

    with expect.raises(NotImplementedError, when="it is asked"):
        optimiser.still_to_do()
    with pytest.raises(StudentRaised, match="AttributeError"):
        optimiser.broken  # noqa: B018 - reading asks
    with pytest.raises(MayNotBeAsked):
        optimiser._private  # noqa: B018 - the same
    with pytest.raises(StudentUnfinished, match="The solution's `SGD` has no `nothing`"):
        optimiser.nothing  # noqa: B018 - the same
    assert not hasattr(optimiser, "nothing")
    with pytest.raises(TypeError):
        list(optimiser)


def change_lr(thing):
    thing.lr = 7.0


def change_private(thing):
    thing._lr = 7.0


def delete_lr(thing):
    del thing.lr


def change_item(thing):
    thing[0] = 7.0


def delete_item(thing):
    del thing[0]


@pytest.mark.parametrize("change", [change_lr, change_private, delete_lr, change_item, delete_item])
@pytest.mark.parametrize("side", ["student", "solution"])
def test_an_object_is_asked_and_not_set(request, side, change):
    optimiser = request.getfixturevalue(side).SGD([])

    with (
        pytest.raises(CheckAtFault, match=r"changes `SGD.*`; objects can be asked and not set\."),
        expect.raises(AttributeError, when="it is set"),
    ):
        change(optimiser)
    assert not hasattr(optimiser, "lr") or optimiser.lr != 7.0


@pytest.mark.parametrize(
    "ask", [list, int, lambda it: it + 1, lambda it: 1 in it, lambda it: it < it]
)
def test_no_name_of_ours_is_in_pythons_own_sentences(solution, ask):
    with pytest.raises(TypeError, match="object of the student") as caught:
        ask(solution.SGD([]))
    assert "Watched" not in str(caught.value)


def test_what_is_asked_is_recorded_with_all_that_came_before(solution):
    weight = torch.tensor([1.0])
    optimiser, other = solution.SGD([weight], lr=0.5), solution.SGD([weight])
    weight.zero_()  # a check may go on to use its own tensors
    optimiser.step([torch.tensor([2.0])])
    solution.of_all({"all": [optimiser]})
    assert optimiser.parameters

    calls = list(solution.calls_)

    assert [str(call) for call in calls[2:]] == [
        "sgd = SGD([float32 (1,)], lr=0.5); sgd.step([float32 (1,)])",
        "sgd = SGD([float32 (1,)], lr=0.5); sgd.step([float32 (1,)]); of_all({'all': [sgd]})",
        "sgd = SGD([float32 (1,)], lr=0.5); …; of_all({'all': [sgd]}); sgd.parameters",
    ]
    assert [call.function for call in calls] == ["SGD", "SGD", "SGD", "of_all", "SGD"]
    assert calls[-1].made.steps[0].args[0][0].item() == 1.0
    assert other.total == 1.0


def test_the_same_is_asked_again_of_a_new_object(student):
    optimiser = student.SGD([torch.tensor([7.0])], lr=1.0)
    optimiser.step([torch.tensor([2.0])])
    optimiser.step([torch.tensor([1.0])])
    assert optimiser.total == 4.0
    call = student.calls_[-1]
    optimiser.step([torch.tensor([1.0])])

    again = [student.ask_again_(call) for _ in range(2)]

    assert [each.answer for each in again] == [4.0, 4.0]
    assert student.ask_again_(student.calls_[1]).answer == OBJECT.description_
    broken = student.ask_again_(replace(call, made=replace(call.made, member="broken")))
    assert broken.error[0] == "AttributeError"
    assert student.ask_again_(replace(call, made=replace(call.made, is_whole=False))) is None


def test_what_crashed_then_and_answers_now_has_its_answer(student):
    optimiser = student.SGD([torch.tensor([7.0])])
    with pytest.raises(StudentRaised):
        optimiser[5]
    crashed = student.calls_[-1]

    again = student.ask_again_(replace(crashed, args=(0,)))

    assert torch.equal(again.answer, torch.tensor([7.0]))
    assert not again.error
    assert student.ask_again_(crashed).error[0] == "IndexError"
