"""Watches a cluster from here: which workers it has, and whether its scheduler still answers."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

from distributed import Client

from autograder.cluster.connection import ClusterFailed, refuse_open

LOOK_SECONDS = 1.0
SCHEDULER_SECONDS = 20.0  # it has not answered for so long: it is lost
WORKER_SECONDS = 60.0  # there was no worker for so long; one that is restarted is back sooner
GPU = "GPU"  # what a worker's resource is called
KEPT = "What is graded is kept: the same command grades the rest."


@dataclass(frozen=True)
class Found:
    """A worker: where it listens, how many submissions it takes, for how many it has a GPU."""

    address: str
    slots: int
    gpu_slots: int


class Watch:
    """Looks at the cluster now and then, in its own thread; a caller that waits asks `check`."""

    def __init__(self, client: Client, address: str) -> None:
        self._client, self._address = client, address
        self._is_ended = threading.Event()
        self._heard = self._peopled = time.monotonic()
        self._problem: ClusterFailed | None = None
        self.needs_gpu = False
        threading.Thread(target=self._run, daemon=True).start()

    def workers(self) -> list[Found]:
        """The workers now. Raises `ClusterFailed` if others could reach one."""
        info = self._client.scheduler_info()
        found = [
            Found(address, its["nthreads"], int(its["resources"].get(GPU, 0)))
            for address, its in info["workers"].items()
        ]
        refuse_open([each.address for each in found], self._address)
        return found

    def slots(self, workers: list[Found]) -> int:
        """How many submissions they grade at a time."""
        return sum(each.gpu_slots if self.needs_gpu else each.slots for each in workers)

    def check(self) -> None:
        """Raise `ClusterFailed` if nothing more will come of this cluster."""
        if self._problem:
            raise self._problem
        now = time.monotonic()
        if now - self._heard > SCHEDULER_SECONDS or self._client.status in ("closed", "closing"):
            raise self.lost_scheduler()
        if now - self._peopled > WORKER_SECONDS:
            what = "worker with a GPU" if self.needs_gpu else "worker"
            raise ClusterFailed(
                f"The cluster at {self._address} has had no {what} for {WORKER_SECONDS:.0f} "
                f"seconds. Start one. {KEPT}"
            )

    def lost_scheduler(self) -> ClusterFailed:
        """That the scheduler is gone, as an error to raise."""
        return ClusterFailed(f"The scheduler at {self._address} is lost. Start it again. {KEPT}")

    def end(self) -> None:
        """Look no more."""
        self._is_ended.set()

    def _run(self) -> None:
        while not self._is_ended.wait(LOOK_SECONDS):
            try:
                workers = self.workers()
            except ClusterFailed as problem:
                self._problem = problem
                return
            except Exception:  # noqa: BLE001, S112 - of any type; if it lasts, `check` says so
                continue
            self._heard = time.monotonic()
            if self.slots(workers):
                self._peopled = self._heard
