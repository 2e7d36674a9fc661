"""What several tests need: sandboxes, and the two courses."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support import at_home
from support.classroom import Classroom, set_up
from support.paths import PROJECT, TOY_COURSE

from autograder.course.load import load_course
from autograder.course.model import Course
from autograder.grading.batch import GraderProcesses, warm_graders
from autograder.sandbox import tiers
from autograder.sandbox.host import Worker
from autograder.sandbox.launcher import Zygotes
from autograder.sandbox.limits import Budget, WorkerLimits
from autograder.sandbox.sources import Sources

StartWorker = Callable[..., Worker]


def pytest_configure() -> None:
    """What this pytest was told is for this one, and not for those that the tests start."""
    for name in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS"):
        os.environ.pop(name, None)


@pytest.fixture(scope="session")
def course() -> Course:
    """The course of this repository."""
    return load_course(PROJECT)


@pytest.fixture(scope="session")
def toy_course() -> Course:
    """A small course that has nothing to do with convolution."""
    return load_course(TOY_COURSE)


@pytest.fixture(scope="session")
def tier() -> str:
    """The strongest tier of this machine."""
    return tiers.choose()


@pytest.fixture(scope="session")
def zygotes(tier: str) -> Iterator[Zygotes]:
    """Zygotes in the strongest tier, warmed up once for all tests."""
    zygotes = Zygotes(tier)
    yield zygotes
    zygotes.close()


@pytest.fixture(scope="session")
def toy_graders(tier: str) -> Iterator[GraderProcesses]:
    """Graders of the toy course as it is, warmed up once for all tests."""
    with warm_graders(TOY_COURSE, "counting", tier) as graders:
        yield graders


@pytest.fixture(scope="session")
def workbook_graders(tier: str) -> Iterator[GraderProcesses]:
    """Graders of this repository's workbook as it is, warmed up once for all tests."""
    with warm_graders(PROJECT, "workbook", tier) as graders:
        yield graders


@pytest.fixture
def start_worker(zygotes: Zygotes) -> Iterator[StartWorker]:
    """Starts a worker with `source` as the module `task`, already loaded."""
    workers: list[Worker] = []

    def start(source: str, *, forbidden: tuple[str, ...] = (), **limits: float) -> Worker:
        worker = Worker(
            zygotes.get(forbidden),
            WorkerLimits(**{"call_seconds": 5.0, **limits}),
            Budget(60),
            sources=Sources({"task.py": source.encode()}),
        )
        workers.append(worker)
        worker.put({"submission/task.py": source.encode()})
        worker.load("task")
        return worker

    yield start
    for worker in workers:
        worker.kill()


@pytest.fixture
def classroom(tmp_path: Path) -> Iterator[Classroom]:
    """A class that hands in by pull request."""
    with set_up(tmp_path) as classroom:
        yield classroom


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A small assignment that needs no torch, as a student unpacks it."""
    return at_home.unpack(tmp_path / "home")
