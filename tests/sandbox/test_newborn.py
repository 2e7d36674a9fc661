"""Tests what a worker finds when it starts: all that most submissions need, and nothing of ours."""

from __future__ import annotations

from autograder.sandbox.any_worker import AnyWorker

ORDINARY = """
import sys

before = set(sys.modules)

import random
import numpy
import torch
import torch.nn.functional
from PIL import Image


def gradient():
    x = torch.ones(3, requires_grad=True)
    (x * x).sum().backward()
    numpy.random.rand(2), random.random()
    return sorted(set(sys.modules) - before)


def ours():
    return sorted(name for name in sys.modules if name.partition(".")[0] == "inside")
"""


def call(worker: AnyWorker, function: str) -> object:
    def keep(thing: object) -> object:
        return thing

    return worker.call(function, (), {}, name=function, refer=keep, resolve=keep)[0]


def test_ordinary_code_finds_all_that_it_needs_imported(start_worker):
    worker = start_worker(ORDINARY)

    assert call(worker, "gradient") == []


def test_nothing_of_ours_can_be_imported_by_name(start_worker):
    worker = start_worker(ORDINARY)

    assert call(worker, "ours") == []
