"""Questions about how a network is built: its parameters, what it takes, what a line is for.

All answers are shapes, counts and errors, which do not depend on the random numbers that a network
starts with; so they hold for any network, whatever it is made of.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from itertools import islice, zip_longest

import torch
from torch import Tensor

from autograder.errors import CheckFailed, StudentError, StudentRaised
from autograder.grading.student import Student
from autograder.results import Status
from autograder.text.legible import one_line
from autograder.viva.example_calls import NetworkCall
from autograder.viva.questions import CHOICES, Question
from autograder.viva.statements import Left, statements_left_out

MAX_LINES = 2  # questions about a line
MAX_STATEMENTS = 10  # that are tried
MAX_INPUTS = 8  # that are tried
SECONDS = 5.0  # of wall time, for making a network
# Gives the student's module in a process of its own, with this file in place of the task's.
Opened = Callable[[str], AbstractContextManager[Student]]
Shape = tuple[int, ...]


@dataclass(frozen=True)
class Built:
    """What a network makes of its inputs: an answer of this shape, or an error of this name; and
    its parameters after that: name → shape.
    """

    shape: Shape = ()
    error: str = ""
    parameters: tuple[tuple[str, Shape], ...] = ()

    @property
    def count(self) -> int:
        """How many numbers all parameters have."""
        return sum(math.prod(shape) for _, shape in self.parameters)


def about_network(
    file: str, source: str, call: NetworkCall, opened: Opened, draw: random.Random
) -> list[Question]:
    """Questions about one network of a file; none if it gives no tensor."""
    with opened(source) as student:
        usual = _built(student, call)
        if usual is None or usual.error:
            return []
        inputs = list(_about_inputs(call, student, draw))
    lines = list(islice(_about_lines(file, source, call, usual, opened, draw), MAX_LINES))
    numbers = list(_about_parameters(call, usual, draw))
    kinds = zip_longest(lines, numbers, inputs)
    return [question for each in kinds for question in each if question is not None]


def _about_parameters(call: NetworkCall, usual: Built, draw: random.Random) -> Iterator[Question]:
    """How many numbers one parameter has, and all of them."""
    telling = [each for each in usual.parameters if len(each[1]) > 1] or list(usual.parameters)
    if not telling:
        return
    name, shape = draw.choice(telling)
    shown = one_line(name, limit=80)
    yield Question(
        f"How many numbers has the parameter `{shown}` of your `{call.name}`, and why so many?",
        _code(call),
        f"{math.prod(shape)}, in the shape {shape}",
    )
    if len(usual.parameters) > 1:
        yield Question(
            f"How many numbers do all parameters of your `{call.name}` have together, and in "
            "which of them are most?",
            _code(call),
            f"{usual.count}, most of them in {one_line(_largest(usual), limit=80)}",
        )


def _largest(usual: Built) -> str:
    name, shape = max(usual.parameters, key=lambda each: math.prod(each[1]))
    return f"`{name}`, of shape {shape}"


def _about_inputs(call: NetworkCall, student: Student, draw: random.Random) -> Iterator[Question]:
    """Which of three inputs the network takes, where it takes some and not others."""
    taken: list[tuple[NetworkCall, Built]] = []
    refused: list[tuple[NetworkCall, Built]] = []
    for other in _other_inputs(call, draw):
        built = _built(student, other)
        if built is None:  # it takes too long, or gives something else
            return
        (refused if built.error else taken).append((other, built))
    if not taken or not refused or len(taken) + len(refused) < len(CHOICES):
        return
    chosen = [taken[0], refused[0], *taken[1:], *refused[1:]][: len(CHOICES)]
    draw.shuffle(chosen)
    lettered = list(zip(CHOICES, chosen, strict=True))
    right = [
        f"{letter}, giving {built.shape}" for letter, (_, built) in lettered if not built.error
    ]
    yield Question(
        f"Which of these three inputs does your `{call.name}` take, and what stops the others?",
        "\n".join(
            [
                f"network = {call.made}",
                "",
                *(f"{letter}   network({_inputs(other)})" for letter, (other, _) in lettered),
            ]
        ),
        "; ".join(right),
    )


def _other_inputs(call: NetworkCall, draw: random.Random) -> Iterator[NetworkCall]:
    """The first input with another length along one of its axes, which all inputs share there."""
    shape = call.inputs[0].shape
    changes = [(0, shape[0] + 1)] if shape else []
    more = [(axis, side + by) for axis, side in enumerate(shape) if axis for by in (1, side, -1)]
    changes += draw.sample(more, min(len(more), MAX_INPUTS - 1))
    for axis, side in changes:
        if side > 0:
            inputs = tuple(
                _with_side(each, axis, side) if number == 0 or axis == 0 else each
                for number, each in enumerate(call.inputs)
            )
            yield replace(call, inputs=inputs)


def _with_side(tensor: Tensor, axis: int, side: int) -> Tensor:
    if axis >= tensor.ndim:
        return tensor
    return tensor.new_zeros([side if n == axis else s for n, s in enumerate(tensor.shape)])


def _about_lines(
    file: str,
    source: str,
    call: NetworkCall,
    usual: Built,
    opened: Opened,
    draw: random.Random,
) -> Iterator[Question]:
    """What is left of a network without a line: first where something is."""
    left_out = list(statements_left_out(source))
    found: list[tuple[Left, Built]] = []
    for left in draw.sample(left_out, min(MAX_STATEMENTS, len(left_out))):
        with opened(left.source) as student:
            built = _built(student, call)
        if built is not None and built != usual:
            found.append((left, built))
    for left, built in sorted(found, key=lambda each: bool(each[1].error)):
        yield Question(
            f"What comes of this call without line {left.line} of your {file}: an error, or an "
            "answer, of which shape, and of how many parameters?",
            f"{left.line}   {one_line(left.text, limit=200)}\n\n{_code(call)}",
            _fate(built, usual),
        )


def _fate(built: Built, usual: Built) -> str:
    if built.error:
        return f"an error: {built.error}"
    same = " as with it" if built.shape == usual.shape else f" instead of {usual.shape}"
    return f"an answer of shape {built.shape},{same}; {built.count} numbers in its parameters " + (
        "as before" if built.count == usual.count else f"instead of {usual.count}"
    )


def _code(call: NetworkCall) -> str:
    return f"network = {call.made}\nanswer = network({_inputs(call)})"


def _inputs(call: NetworkCall) -> str:
    return ", ".join(map(_zeros, call.inputs))


def _zeros(tensor: Tensor) -> str:
    sides = ", ".join(map(str, tensor.shape)) or "()"
    kind = "" if tensor.dtype is torch.float32 else f", dtype={tensor.dtype}"
    return f"torch.zeros({sides}{kind})"


def _built(student: Student, call: NetworkCall) -> Built | None:
    """What comes of a network and of its call; None if that says nothing about the network."""
    inputs = [torch.zeros_like(each) for each in call.inputs]
    try:
        in_time = student.within_(cpu_seconds=SECONDS, wall_seconds=SECONDS)
        network = getattr(in_time, call.name)(*call.args, **call.kwargs)
        if in_time.was_stopped_() or not getattr(network, "is_module_", False):
            return None
        answer = network(*inputs)
        parameters = network.parameters()  # those of a lazy layer are known only now
    except StudentRaised as error:
        is_crash = error.status is Status.CRASHED
        return Built(error=one_line(error.type_names[0], limit=60)) if is_crash else None
    except (StudentError, CheckFailed):
        return None
    if not isinstance(answer, Tensor):
        return None
    shapes = ((name, tuple(value.shape)) for name, value in parameters.items())
    return Built(tuple(answer.shape), parameters=tuple(shapes))
