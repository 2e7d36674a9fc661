"""Tests clusters of real processes: what is lost is tried again, and grades stay what they are."""

from __future__ import annotations

import os
import shutil
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest
from support.clusters import Run, certificates, class_of, cluster, kill, until
from support.paths import TOY_COURSE

from autograder.cluster.connection import connected
from autograder.cluster.graders import ClusterGraders
from autograder.cluster.site import site_of
from autograder.cluster.watch import Watch
from autograder.gradebook import store
from autograder.gradebook.database import opened
from autograder.grading.grader_process import Job
from autograder.sandbox.watch import children_of

pytestmark = pytest.mark.slow(60, per="test")


def rows_of(gradebook: Path) -> list[tuple[object, ...]]:
    """Everything of its attempts and gradings, but times, durations, and random keys."""
    with opened(gradebook) as database:
        rows = store.read(database)
        reports = {each.attempt: store.report_of(database, each.key) for each in rows.gradings}
    found: list[tuple[object, ...]] = []
    for attempt in rows.attempts:
        found.append(tuple(timeless(attempt).items()))
    for grading in rows.gradings:
        own = timeless(grading)
        own.pop("key")
        found.append((*own.items(), repr(timeless(reports[grading.attempt]))))
    return sorted(found, key=repr)


def timeless(thing: object) -> dict[str, object]:
    def cleared(value: object) -> object:
        if isinstance(value, dict):
            return {k: cleared(v) for k, v in value.items() if k not in ("at", "seconds")}
        return [cleared(each) for each in value] if isinstance(value, list | tuple) else value

    found = cleared(msgspec.to_builtins(thing))
    assert isinstance(found, dict)
    return found


def graders_below(pid: int) -> list[int]:
    found = []
    for child in children_of(pid):
        try:
            is_grader = b"grading.grader_process" in Path(f"/proc/{child}/cmdline").read_bytes()
        except OSError:
            continue
        found += [child] if is_grader else graders_below(child)
    return found


def is_gone(pid: int) -> bool:
    return not Path(f"/proc/{pid}/cmdline").exists() or not (
        Path(f"/proc/{pid}/cmdline").read_bytes()
    )


@pytest.mark.cold_start  # whether its processes end
def test_a_worker_that_is_killed_changes_no_row(tmp_path, warm_servers):
    downloads = class_of(tmp_path / "class", 10, sleeps=1)
    local = Run(tmp_path, downloads, tmp_path / "local.sqlite", "--jobs", "2", **warm_servers)
    assert local.ended() == 1, local.said()  # some were refused

    with cluster(tmp_path) as made:
        made.start_scheduler()
        _, victim = made.start_worker("--no-nanny"), made.start_worker("--no-nanny")
        run = Run(tmp_path, downloads, tmp_path / "far.sqlite", "--cluster", made.address)
        run.until_graded(3)
        orphans = until(lambda: graders_below(victim.pid), "a grader of the victim")
        kill(victim)
        assert run.ended() == 1, run.said()
        until(lambda: all(map(is_gone, orphans)), "the end of a killed worker's graders")

    assert "10 graded now" in run.said()
    assert rows_of(tmp_path / "far.sqlite") == rows_of(tmp_path / "local.sqlite")
    assert len(rows_of(tmp_path / "far.sqlite")) == 20


def test_what_ended_with_its_worker_is_tried_once_more_at_the_end(tmp_path):
    downloads = class_of(tmp_path / "class", 3, sleeps=2)
    settings = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}  # Dask itself tries no more
    with cluster(tmp_path, environment=settings) as made:
        made.start_scheduler()
        nanny = made.start_worker("--nanny")
        run = Run(tmp_path, downloads, tmp_path / "far.sqlite", "--cluster", made.address)
        [worker] = until(lambda: workers_with_graders(nanny.pid), "a grader")
        time.sleep(1)

        os.kill(worker, signal.SIGKILL)

        assert run.ended() == 0, run.said()
    assert "3 graded now" in run.said()
    assert "[3 of 3] student 00" in run.said(), run.said()


def workers_with_graders(nanny: int) -> list[int]:
    return [child for child in children_of(nanny) if graders_below(child)]


def test_a_lost_scheduler_is_a_sentence_and_nothing_is_lost(tmp_path):
    downloads = class_of(tmp_path / "class", 4, sleeps=2)
    with cluster(tmp_path) as made:
        scheduler = made.start_scheduler()
        made.start_worker("--no-nanny")
        run = Run(tmp_path, downloads, tmp_path / "far.sqlite", "--cluster", made.address)
        run.until_graded(1)

        kill(scheduler)

        assert run.ended() == 2
        assert f"The scheduler at {made.address} is lost" in run.said()
    rest = Run(tmp_path, downloads, tmp_path / "far.sqlite")
    assert rest.ended() == 0, rest.said()
    assert "4 submissions; " in rest.said()
    assert len(rows_of(tmp_path / "far.sqlite")) == 8


def test_workers_that_never_come_are_a_sentence(tmp_path):
    downloads = class_of(tmp_path / "class", 1)
    with cluster(tmp_path) as made:
        made.start_scheduler()
        options = ("--cluster", made.address)
        run = Run(tmp_path, downloads, tmp_path / "far.sqlite", *options, waits=(4, 60))

        assert run.ended() == 2
    assert f"No worker has come to {made.address} within 4 seconds" in run.said()

    lost = Run(tmp_path, downloads, tmp_path / "far.sqlite", "--cluster", made.address)
    assert lost.ended() == 2
    assert f"No scheduler answers at {made.address}" in lost.said()
    assert "Traceback" not in lost.said()


def test_all_workers_lost_for_long_is_a_sentence(tmp_path):
    downloads = class_of(tmp_path / "class", 2, sleeps=2)
    with cluster(tmp_path) as made:
        made.start_scheduler()
        worker = made.start_worker("--no-nanny")
        options = ("--cluster", made.address)
        run = Run(tmp_path, downloads, tmp_path / "far.sqlite", *options, waits=(20, 6))
        until(lambda: graders_below(worker.pid), "a grader")

        kill(worker)

        assert run.ended() == 2
    assert "has had no worker for 6 seconds" in run.said()


@pytest.fixture
def other(tmp_path: Path) -> str:
    """A course with other checks."""
    made = shutil.copytree(TOY_COURSE, tmp_path / "other")
    check = next((made / "assignments/counting/graders").glob("test_*.py"))
    check.write_text(f"{check.read_text()}\n# another one\n")
    return str(made)


def test_another_course_there_is_a_sentence(tmp_path, other):
    downloads = class_of(tmp_path / "class", 2)
    with cluster(tmp_path) as made:
        made.start_scheduler()
        made.start_worker("--no-nanny", AUTOGRADER_COURSE=other)
        run = Run(tmp_path, downloads, tmp_path / "far.sqlite", "--cluster", made.address)

        assert run.ended() == 2
    assert "its course has other checks" in run.said()
    assert "AUTOGRADER_COURSE" in run.said()
    assert rows_of(tmp_path / "far.sqlite")[2:] == []  # attempts alone


def test_a_worker_that_comes_later_with_another_course_grades_nothing(tmp_path, other):
    downloads = class_of(tmp_path / "class", 14, sleeps=3)
    options = ("--jobs", "2")
    with cluster(tmp_path) as made:
        made.start_scheduler()
        made.start_worker("--no-nanny")
        run = Run(tmp_path, downloads, tmp_path / "far.sqlite", "--cluster", made.address, *options)
        run.until_graded(1)

        made.start_worker("--no-nanny", AUTOGRADER_COURSE=other)

        assert run.ended() == 2
    assert "A worker that has come later can't grade: its course has other checks" in run.said()
    with opened(tmp_path / "far.sqlite") as database:
        assert len({each.checks for each in store.read(database).gradings}) == 1


@pytest.mark.cold_start  # whether its processes end
def test_ctrl_c_ends_within_seconds_and_leaves_no_grader(tmp_path):
    downloads = class_of(tmp_path / "class", 4, sleeps=3)
    with cluster(tmp_path) as made:
        made.start_scheduler()
        worker = made.start_worker("--no-nanny")
        run = Run(tmp_path, downloads, tmp_path / "far.sqlite", "--cluster", made.address)
        run.until_graded(1)
        graders = until(lambda: graders_below(worker.pid), "a grader")

        run.process.send_signal(signal.SIGINT)

        assert run.ended() == 2
        until(lambda: all(map(is_gone, graders)), "the end of the graders", 20)
        assert "Stopped: " in run.said()
        again = Run(tmp_path, downloads, tmp_path / "far.sqlite", "--cluster", made.address)
        assert again.ended() == 0, again.said()
    assert len(rows_of(tmp_path / "far.sqlite")) == 8


def test_what_needs_a_gpu_goes_to_the_worker_that_says_it_has_one(tmp_path, toy_course):
    downloads = class_of(tmp_path / "class", 4)
    assignment = toy_course.assignment("counting")
    with cluster(tmp_path) as made:
        made.start_scheduler()
        bare = [made.start_worker("--no-nanny", "--nthreads", "2") for _ in range(2)]
        chosen = made.start_worker("--no-nanny", "--nthreads", "4", "--resources", "GPU=1")
        with connected(made.address) as client:
            watch = Watch(client, made.address)
            watch.needs_gpu = True
            slots = watch.slots(watch.workers())
            graders = ClusterGraders(client, watch, toy_course, assignment, slots)
            graders.start(site_of(TOY_COURSE, "counting", isolates=False))
            jobs = [Job(str(path)) for path in sorted(downloads.iterdir())]
            with ThreadPoolExecutor(4) as pool:
                outcomes = list(pool.map(lambda job: graders.grade(job, no_line), jobs))
            where = [len(graders_below(each.pid)) for each in (*bare, chosen)]
            graders.close()
            watch.end()

    assert slots == 1
    assert all(each.report for each in outcomes)
    assert where == [0, 0, 1]  # one GPU, one grader, although four were asked for at once


def no_line(path: str, line: str) -> None:
    """Nothing is heard of what is graded elsewhere."""


def test_tls_with_certificates_of_one_authority(tmp_path):
    downloads = class_of(tmp_path / "class", 2)
    ours, others = tmp_path / "ours", tmp_path / "others"
    ours.mkdir()
    others.mkdir()
    own, foreign = certificates(ours), certificates(others)
    with cluster(tmp_path, protocol="tls", environment=own) as made:
        made.start_scheduler()
        made.start_worker("--no-nanny")
        assert made.address.startswith("tls://")

        options = ("--cluster", made.address)
        run = Run(tmp_path, downloads, tmp_path / "far.sqlite", *options, **own)
        assert run.ended() == 0, run.said()

        stranger = Run(tmp_path, downloads, tmp_path / "no.sqlite", *options, **foreign)
        assert stranger.ended() == 2
        assert "must be of the same authority" in stranger.said()


def test_a_scheduler_that_others_reach_is_refused(tmp_path):
    downloads = class_of(tmp_path / "class", 1)
    with cluster(tmp_path) as made:
        made.start_scheduler("0.0.0.0")  # noqa: S104 - that it is refused is tested
        port = made.address.rpartition(":")[2]
        address = f"tcp://127.0.0.1:{port}"
        run = Run(tmp_path, downloads, tmp_path / "far.sqlite", "--cluster", address)

        assert run.ended() == 2
    assert "without TLS" in run.said()
