"""Tests what is decided here before a submission travels."""

from __future__ import annotations

from dataclasses import replace

import pytest

from autograder.cluster.connection import ClusterFailed
from autograder.cluster.graders import MAX_MB, needs_gpu, too_large
from autograder.cluster.site import Site
from autograder.cluster.watch import Found

BARE, WITH = Found("tcp://a:1", 2, 0), Found("tcp://b:1", 4, 1)
NONE_THERE = {"tcp://a:1": Site("k"), "tcp://b:1": Site("k")}
ONE_THERE = {**NONE_THERE, "tcp://b:1": Site("k", has_gpu=True)}


@pytest.fixture
def training(course):
    return course.assignment("challenge")


def test_a_training_goes_to_workers_that_say_they_have_a_gpu(training):
    assert needs_gpu(training, [BARE, WITH], ONE_THERE)


def test_without_any_gpu_all_train_on_processors(training):
    assert not needs_gpu(training, [BARE, replace(WITH, gpu_slots=0)], NONE_THERE)


def test_a_worker_that_has_a_gpu_has_to_say_so(training):
    with pytest.raises(ClusterFailed, match="tcp://b:1: it has a GPU and does not say so"):
        needs_gpu(training, [BARE, replace(WITH, gpu_slots=0)], ONE_THERE)


def test_what_trains_nothing_goes_everywhere(course):
    assert not needs_gpu(course.assignment("workbook"), [BARE, WITH], ONE_THERE)


def test_what_is_too_large_does_not_travel():
    most = bytes(MAX_MB << 20)

    assert too_large({"a.py": most}) == ""
    assert "grade it without --cluster" in too_large({"a.py": most, "b.py": b"1"})
