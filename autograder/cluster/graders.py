"""Graders on the workers of a cluster, asked as those of this machine are: see `grading.batch`.

Submissions are read here, and travel as bytes; what comes back is checked when it is read. What is
lost on the way is tried again and is never a score.
"""

from __future__ import annotations

import contextlib
import secrets
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import CancelledError, Future, wait
from pathlib import Path

from distributed import Client, KilledWorker

from autograder.cluster import on_worker
from autograder.cluster.connection import ClusterFailed, connected
from autograder.cluster.on_worker import Answer, WorkersGraders
from autograder.cluster.site import TIER, Site, differences, site_of
from autograder.cluster.watch import GPU, Found, Watch
from autograder.course.model import Assignment, Course
from autograder.errors import CourseError, SubmissionRefused
from autograder.grading.batch import GradedSubmission
from autograder.grading.environment import environment
from autograder.grading.grader_process import Carried, Job
from autograder.results import decoded, encoded
from autograder.submission import intake
from autograder.submission.refusals import refusal
from autograder.template.stubs import as_given

MAX_MB = 64  # of a submission's files
POLL_SECONDS = 0.2
STARTED_SECONDS = 20  # for the first worker to come
STOP_SECONDS = 0.7  # and the connection needs up to half a second more: two are promised
TRIES = 3  # at workers that are told to end


class ClusterGraders:
    """The graders of all workers of a cluster. Each call of `grade` takes a place on one."""

    def __init__(
        self, client: Client, watch: Watch, course: Course, assignment: Assignment, slots: int
    ) -> None:
        self.slots, self.with_gpu = slots, watch.needs_gpu
        self._client, self._watch = client, watch
        self._course, self._assignment = course, assignment
        self._stubs = as_given(course, assignment)
        self._name = f"autograder-{secrets.token_hex(8)}"
        self._is_stopped = threading.Event()
        # A worker's resources bound how many run there; the scheduler queues none of them.
        more = {"resources": {GPU: 1}} if watch.needs_gpu else {}
        self._executor = client.get_executor(pure=False, **more)

    def start(self, here: Site) -> None:
        """Make graders known to all workers, those to come as well."""
        # One that comes later with a GPU would train there, where the others have trained without.
        on_processors = _may_use_gpu(self._assignment) and not self.with_gpu
        graders = WorkersGraders(
            str(self._course.root), self._assignment.name, here, on_processors=on_processors
        )
        self._client.register_plugin(graders, name=self._name)

    def grade(self, job: Job, on_line: Callable[[str, str], None]) -> GradedSubmission:
        """Grade one submission on some worker. Nothing that it prints is heard here.

        Raises CourseError, or `ClusterFailed` if the cluster can't go on.
        """
        try:
            read = intake.read(Path(job.path), self._stubs, self._course.intake)
        except SubmissionRefused as refused:
            known = environment(self._course, self._assignment)
            reason = str(refused)
            return GradedSubmission(
                job.path,
                refusal(self._assignment, job.path, reason, tier=TIER, environment=known),
            )
        if problem := too_large(read.files):
            return GradedSubmission(job.path, None, problem)
        carried = Carried(dict(read.files), read.notes, read.folder)
        travelling = Job(job.path, job.draw, job.tasks, job.record, job.recording, carried=carried)
        return self._answered(job.path, encoded(travelling))

    def _answered(self, path: str, job: bytes) -> GradedSubmission:
        for _ in range(TRIES):
            try:
                answer = self._ask(job)
            except KilledWorker:
                problem = "the workers that graded it were lost, one after the other"
                return GradedSubmission(path, None, problem, is_lost=True)
            if answer.is_course:
                raise CourseError(answer.problem)
            if answer.is_stranger:
                raise ClusterFailed(
                    f"A worker that has come later can't grade: {answer.problem} End it. What is "
                    "graded is kept: the same command grades the rest."
                )
            if not answer.is_stopped:
                return GradedSubmission(
                    path, answer.report, answer.problem, answer.recording, answer.ran_again
                )
        return GradedSubmission(path, None, "its workers were told to end", is_lost=True)

    def _ask(self, job: bytes) -> Answer:
        """Raises KilledWorker if Dask gives up on it, and `ClusterFailed`."""
        future: Future[bytes] = self._executor.submit(on_worker.grade, self._name, job)
        while not wait([future], POLL_SECONDS).done:
            if self._is_stopped.is_set():
                future.cancel()
                raise ClusterFailed("Stopped.")
            self._watch.check()
        try:
            return decoded(future.result(), Answer)
        except CancelledError:  # all futures are, once the scheduler is gone
            raise self._watch.lost_scheduler() from None

    def close(self) -> None:
        """End the graders on all workers, waiting no longer than a second."""
        if self._is_stopped.is_set():
            return
        self._is_stopped.set()
        # A scheduler that is lost does not answer.
        ending = threading.Thread(target=self._unregister, daemon=True)
        ending.start()
        ending.join(STOP_SECONDS)

    stop = close

    def _unregister(self) -> None:
        with contextlib.suppress(Exception):  # gone, or going: then they end by themselves
            self._client.unregister_worker_plugin(self._name)


def too_large(files: Mapping[str, bytes]) -> str:
    """Why files don't travel: all of them are in memory here, on the scheduler, on the worker."""
    size = sum(map(len, files.values()))
    if size <= MAX_MB << 20:
        return ""
    return (
        f"its files have {size / 2**20:.1f} MB, and no more than {MAX_MB} travel to a cluster: "
        "grade it without --cluster"
    )


@contextlib.contextmanager
def cluster_graders(
    course: Course, assignment: Assignment, address: str
) -> Iterator[ClusterGraders]:
    """Graders on the workers of the cluster at `address`, all of which were found to be like us.

    Raises `CommandMisused`, or `ClusterFailed`.
    """
    here = site_of(course.root, assignment.name, isolates=False)
    with connected(address) as client:
        with contextlib.suppress(TimeoutError):
            client.wait_for_workers(1, timeout=STARTED_SECONDS)
        watch = Watch(client, address)
        try:
            workers = watch.workers()
            if not workers:
                raise ClusterFailed(
                    f"No worker has come to {address} within {STARTED_SECONDS} seconds. Start "
                    f"some: `dask worker {address}` (docs/clusters.md)."
                )
            sites = _compared(client, course, assignment, here)
            watch.needs_gpu = needs_gpu(assignment, workers, sites)
            graders = ClusterGraders(client, watch, course, assignment, watch.slots(workers))
            graders.start(here)
            try:
                yield graders
            finally:
                graders.close()
        finally:
            watch.end()


def _compared(
    client: Client, course: Course, assignment: Assignment, here: Site
) -> dict[str, Site]:
    """The sites of all workers. Raises `ClusterFailed` unless each would grade as we would."""
    answers = client.run(on_worker.site, str(course.root), assignment.name, on_error="return")
    problems = []
    sites = {}
    for address, answer in answers.items():
        if isinstance(answer, bytes):
            sites[address] = decoded(answer, Site)
            problems += [f"{address}: {each}" for each in differences(here, sites[address])]
        else:
            problems.append(
                f"{address}: it does not know this kit ({type(answer).__name__}: {answer}). "
                "Install the same one there."
            )
    if problems:
        listed = "\n".join(problems)
        raise ClusterFailed(f"Not every worker would grade as this machine would:\n{listed}")
    return sites


def needs_gpu(assignment: Assignment, workers: list[Found], sites: dict[str, Site]) -> bool:
    """Whether submissions go only to workers with a GPU: if there is one that a training may use.

    Without any, all train on processors, as on one machine. Raises `ClusterFailed` if a worker has
    one and does not say so: nothing would bound how many use it at a time.
    """
    trains = _may_use_gpu(assignment)
    if not trains or any(each.gpu_slots for each in workers):
        return trains
    silent = [address for address, site in sites.items() if site.has_gpu]
    if silent:
        raise ClusterFailed(
            f"{', '.join(silent)}: it has a GPU and does not say so. Start the worker again with "
            f"--resources {GPU}=1, or without access to it."
        )
    return False


def _may_use_gpu(assignment: Assignment) -> bool:
    return any(task.training and task.training.with_gpu for task in assignment.tasks)
