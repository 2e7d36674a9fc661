"""What several tests need: sandboxes, and the two courses; and how a run of them is laid out."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from support import at_home, quick, sharing
from support import warm_start as warm
from support.classroom import Classroom, set_up
from support.paths import PROJECT, TOY_COURSE
from support.warm import client

from autograder.course.load import load_course
from autograder.course.model import Course
from autograder.grading.batch import GraderProcesses, warm_graders
from autograder.sandbox import launcher, tiers
from autograder.sandbox.launcher import ONE_THREAD, Zygotes
from autograder.sandbox.limits import Budget, worker_limits
from autograder.sandbox.sources import Sources

if TYPE_CHECKING:
    from autograder.sandbox.host import Worker

StartWorker = Callable[..., "Worker"]
TOLD_BY_CALLER = (
    "PYTEST_ADDOPTS",
    "PYTEST_DEBUG",
    "PYTEST_DISABLE_PLUGIN_AUTOLOAD",
    "PYTEST_PLUGINS",
    "PYTEST_TIMEOUT",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--quick", action="store_true", help="only what needs no torch, and is quick")


def pytest_configure(config: pytest.Config) -> None:
    """What this pytest was told is for this one, and not for those that the tests start."""
    for name in TOLD_BY_CALLER:
        os.environ.pop(name, None)
    os.environ.update(ONE_THREAD)  # several workers share the cores
    # A shell that starts us in the background has Ctrl-C ignored, by all that we start as well.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if config.getoption("quick"):
        quick.forbid_torch()


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """A file that imports torch is not even looked at in the quick run."""
    if not config.getoption("quick") or collection_path.suffix != ".py":
        return None
    return quick.imports_torch(collection_path) or None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What is slow begins first; the quick run leaves it out."""
    if config.getoption("quick"):
        slow = [each for each in items if each.get_closest_marker("slow")]
        left_out = [each for each in items if each in slow or quick.needs_torch(each)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [each for each in items if each not in left_out]
    sharing.slow_first(items)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """How `--dist loadfile` shares the tests out."""
    return sharing.scheduler(config, log)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """How many workers `-n auto` means."""
    return sharing.workers()


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


@pytest.fixture(scope="session")
def warm_servers() -> Iterator[Mapping[str, str]]:
    """Environment variables that let grader processes start warm."""
    with warm.servers() as variables:
        yield variables


@pytest.fixture(scope="module", autouse=True)
def warm_start(request: pytest.FixtureRequest) -> Iterator[None]:
    """Grader processes are forked from one that has imported torch, unless a module or a test is
    marked `cold_start`; with the mark `warm_programs`, the named programs are as well.
    """
    is_cold = request.node.get_closest_marker("cold_start") or request.config.getoption("quick")
    if is_cold or not warm.IS_POSSIBLE:
        yield
        return
    with pytest.MonkeyPatch.context() as patch:
        for name, value in request.getfixturevalue("warm_servers").items():
            patch.setenv(name, value)
        for name, value in _programs(request).items():
            patch.setenv(name, value)
        yield


@pytest.fixture(scope="module")
def warm_zygotes(warm_start: None) -> Iterator[None]:
    """Zygotes that a test's own process starts are forked, too, where it asks for this."""
    if "WARM_START" not in os.environ:
        yield
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(launcher, "start_inside", client.start_inside(launcher))
        yield


@pytest.fixture(autouse=True)
def cold_start(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A single test can be marked `cold_start` or `warm_programs` as well."""
    if request.node.get_closest_marker("cold_start"):
        monkeypatch.delenv("WARM_START", raising=False)
    for name, value in _programs(request).items():
        monkeypatch.setenv(name, value)


def _programs(request: pytest.FixtureRequest) -> Mapping[str, str]:
    marked = request.node.get_closest_marker("warm_programs")
    return {"WARM_START_PROGRAMS": os.pathsep.join(marked.args)} if marked else {}


@pytest.fixture
def start_worker(zygotes: Zygotes) -> Iterator[StartWorker]:
    """Starts a worker with `source` as the module `task`, already loaded."""
    workers: list[Worker] = []

    from autograder.sandbox.host import Worker  # noqa: PLC0415 - imports torch

    def start(source: str, *, forbidden: tuple[str, ...] = (), **limits: float) -> Worker:
        worker = Worker(
            zygotes.get(forbidden),
            worker_limits(**{"call_seconds": 30.0, **limits}),
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
