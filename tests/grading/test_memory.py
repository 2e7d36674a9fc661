"""Tests memory limits: one sentence for too much, a reserve for judging, and no graphs kept."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import torch

from autograder.errors import StudentDied, StudentError, StudentOutOfMemory
from autograder.sandbox.host import Worker
from autograder.sandbox.inside import messages
from autograder.sandbox.limits import Budget, worker_limits

pytestmark = [pytest.mark.slow(30), pytest.mark.cold_start]

MODULE = """
import ctypes
import numpy
import os
import time
import torch

KEPT = []

def keep(megabytes):
    KEPT.append(torch.ones(megabytes << 18))

def use(megabytes):
    return float(torch.ones(megabytes << 18)[-1])

def burn(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
    return 1

def tensor():
    return torch.empty(1 << 42)

def gradient():
    x = torch.ones(8 << 20, requires_grad=True)
    for _ in range(20):
        x = x.sin()
    x.sum().backward()

def convolution():
    return torch.nn.functional.conv2d(torch.ones(256, 8, 64, 64), torch.ones(128, 8, 3, 3))

def array():
    return numpy.ones(1 << 42)

def text():
    return bytearray(1 << 42)

def primitive():
    raise RuntimeError("could not create a primitive")

def in_a_child():
    if os.fork() == 0:
        kept = [bytearray(os.urandom(1) * (8 << 20)) for _ in range(32)]
        kept += [bytearray(os.urandom(1) * (8 << 20)) for _ in range(32)]
        os._exit(0)
    _, status = os.wait()
    raise RuntimeError(f"my child ended with {status}")

class Network(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.ones(1))
        self.table = None

    def forward(self, images):
        if self.table is None:
            self.table = torch.arange(4.0)
        large = self.weight * torch.ones(8 << 20)  # 32 MB, kept for the gradient
        return (large * large)[:4] * self.table + images
"""
IMAGES = torch.zeros(4)
GRADIENT_FREE = messages.CallOptions(inference=True)


@pytest.fixture
def start(zygotes) -> Iterator[object]:
    """A function that starts a worker with little memory."""
    workers = []

    def start(**limits: int) -> Worker:
        few = worker_limits(**{"call_seconds": 60.0, "memory_mb": 256, **limits})
        worker = Worker(zygotes.get(()), few, Budget(120))
        workers.append(worker)
        worker.put({"submission/task.py": MODULE.encode()})
        worker.load("task")
        return worker

    yield start
    for worker in workers:
        worker.kill()


def ask(worker, target, *args, how=GRADIENT_FREE):
    return worker.call(
        target,
        args,
        {},
        name=str(target),
        refer=lambda thing: thing,
        resolve=lambda thing: thing,
        how=how,
    )


@pytest.mark.parametrize(
    "function", ["tensor", "gradient", "convolution", "array", "text", "primitive", "in_a_child"]
)
def test_too_much_memory_is_always_the_same_sentence(start, function):
    with pytest.raises(StudentOutOfMemory) as raised:
        ask(start(), function, how=messages.CallOptions())

    assert str(raised.value) == f"`{function}` used more than its 256 MB of memory."


def test_too_much_memory_while_importing(zygotes):
    worker = Worker(zygotes.get(()), worker_limits(memory_mb=256), Budget(60))
    worker.put({"submission/task.py": b"import torch\nlarge = torch.ones(1 << 40)"})

    with pytest.raises(StudentOutOfMemory, match=r"^task\.py used more than its 256 MB"):
        worker.load("task")
    worker.kill()


def test_the_reserve_is_there_whatever_was_used_before(start):
    worker = start(reserve_mb=256)
    ask(worker, "keep", 200)
    with pytest.raises(StudentError):
        ask(worker, "use", 150)
    worker.kill()  # the tier `dropped` has one at a time

    worker = start(reserve_mb=256)
    ask(worker, "keep", 200)
    worker.open_reserve()

    assert ask(worker, "use", 150)[0] == 1.0


def test_processor_time_is_kept_back_as_well(start):
    with pytest.raises(StudentDied, match="it used up its 1 seconds of processor time"):
        ask(start(cpu_seconds=1, reserve_cpu_seconds=20), "burn", 3)

    worker = start(cpu_seconds=1, reserve_cpu_seconds=20)
    worker.open_reserve()

    assert ask(worker, "burn", 3)[0] == 1


def test_after_too_much_of_the_reserve_the_process_lives_on(start):
    worker = start(reserve_mb=128)
    worker.open_reserve()

    with pytest.raises(StudentOutOfMemory):
        ask(worker, "use", 400)

    assert ask(worker, "use", 50)[0] == 1.0


def test_inference_keeps_nothing_and_what_it_makes_can_be_trained_with(start):
    worker = start()
    network = ask(worker, "Network")[0].number

    for _ in range(12):  # each graph would hold 32 MB or more
        answer, reply = ask(worker, network, IMAGES)
        assert reply.graph is None
    assert torch.equal(answer, torch.arange(4.0))

    graph = ask(worker, network, IMAGES, how=messages.CallOptions())[1].graph
    worker.backward(graph, torch.ones(4), name="network")
    assert worker.method(network, "gradients", name="network")["weight"] == 12.0


def test_graphs_are_freed_as_soon_as_nobody_can_use_them(start):
    worker = start()
    network = ask(worker, "Network")[0].number

    for _ in range(12):
        graph = ask(worker, network, IMAGES, how=messages.CallOptions())[1].graph
        worker.forgotten.append(graph)
    with pytest.raises(StudentError):
        worker.backward(graph - 1, torch.ones(4), name="network")
