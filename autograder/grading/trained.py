"""For checks of a network that the student's code trains: training within the budget, and answers.

The network stays in the student's process. What it is asked and what comes back are tensors, so
that the truth about hidden examples never leaves this process.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from autograder import expect
from autograder.course.training import Training
from autograder.errors import StudentOutOfMemory, StudentTimeout
from autograder.grading.student import Student

ONE_EXAMPLE = "For a single example, the network needs more memory than there is for judging."


def train(
    student: Student,
    network: Any,
    *data: Tensor,
    training: Training,
    device: torch.device,
    say: Callable[[str], None] = lambda sentence: None,
) -> bool:
    """Let the student's `train(network, *data, device)` train within the budget of grading.yml.

    Returns whether the budget ended first, in which case the network is what it was then; with
    `over_budget: timed_out`, StudentTimeout is raised instead. Afterwards the network is on the CPU
    and in evaluation mode. `say` takes a sentence about device and seconds: the fixture `note`.
    """
    network.train()
    patient = student.within_(cpu_seconds=training.cpu_seconds, wall_seconds=training.wall_seconds)
    started = time.monotonic()
    try:
        patient.train(network, *data, device)
    except StudentOutOfMemory:
        sentence = (
            f"`train` used more than its {training.memory_mb} MB of memory while training; "
            "a smaller batch needs less."
        )
        raise StudentOutOfMemory(expect.ours(sentence)) from None
    finally:
        where, seconds = "GPU" if device.type == "cuda" else "CPU", time.monotonic() - started
        say(expect.ours(f"Trained here on the {where} for {seconds:.0f} s."))
    was_stopped = patient.was_stopped_()
    if was_stopped and training.over_budget == "timed_out":
        raise StudentTimeout(expect.ours(too_long(training)))
    student.answers_.open_reserve()
    network.cpu()
    network.eval()
    return was_stopped


def answers(network: Any, examples: Tensor, *, batch: int = 100) -> Tensor:
    """The network's answers to `examples` (N, …), asked in batches without gradients: (N, …).

    If a batch does not fit into the memory for judging, it is halved.
    """
    parts: list[Tensor] = []
    start = 0
    while start < len(examples):
        part = examples[start : start + batch]
        try:
            answer = network.infer(part)
        except StudentOutOfMemory:
            if batch == 1:
                raise StudentOutOfMemory(expect.ours(ONE_EXAMPLE)) from None
            batch = max(1, batch // 2)
            continue
        numbers = expect.numbers_of(answer, "The network's answer")
        is_one_each = numbers.ndim > 0 and len(numbers) == len(part)
        expect.that(is_one_each, "The network should give one answer for each example of a batch.")
        parts.append(torch.as_tensor(numbers))
        start += batch
    return torch.cat(parts)


def too_long(training: Training) -> str:
    """The sentence for a training that was stopped."""
    return (
        f"Training was stopped after its {training.cpu_seconds:g} seconds of processor time "
        f"(or {training.wall_seconds:g} seconds of any time)."
    )
