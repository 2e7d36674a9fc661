"""Enforces limits on a worker's whole process tree that the kernel enforces for one process only.

Covered: processor time, files, and memory where no control group can be made. A thread measures
every 50 ms and kills the worker. Memory is the sum of each process's proportional set size (PSS):
its own pages, and its share of pages used by several processes
(https://man7.org/linux/man-pages/man5/proc_pid_smaps.5.html). Not covered: what a tree uses between
two measurements; the kernel's limits in `inside.rlimits` bound that for each process.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from autograder.sandbox.limits import too_much_memory

INTERVAL = 0.05
LOOKS_PER_FILES = 5  # counting files takes longer
MAX_READINGS = 10  # of a list of threads that changes while it is read
_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
MB = 1 << 20


class Watch:
    """Kills the process behind `pidfd` as soon as its tree has used too much.

    `roots()` returns the process ids at the top of the tree. `ran_out_of_memory()` says whether the
    kernel has killed one of them; if it is None, this class measures memory. `has_too_many_files()`
    says whether they have written too much. `on_end()` is called in this class's thread once the
    process has ended for any reason, because a child may still hold its connection open.
    `cpu_seconds` are summed over the tree; `memory_mb` and `file_mb` are units of 2**20 bytes.
    """

    def __init__(
        self,
        pidfd: int,
        roots: Callable[[], list[int]],
        *,
        cpu_seconds: float,
        memory_mb: int,
        ran_out_of_memory: Callable[[], bool] | None,
        file_mb: int,
        has_too_many_files: Callable[[], bool],
        on_end: Callable[[], None],
    ) -> None:
        self._cpu_seconds = 0.0
        self.reason = ""
        self._pidfd, self._roots = pidfd, roots
        self._cpu_limit, self._memory_mb = cpu_seconds, memory_mb
        self._ran_out_of_memory, self._on_end = ran_out_of_memory, on_end
        self._file_mb, self._has_too_many_files = file_mb, has_too_many_files
        self._looks = 0
        self._memory_before: int | None = None
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def allow(self, *, cpu_seconds: float, memory_mb: int) -> None:
        """Change the limits of the whole tree."""
        self._cpu_limit, self._memory_mb = cpu_seconds, memory_mb

    def stop(self) -> None:
        """Stop measuring. Must be called before the pidfd is closed."""
        self._is_over.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._is_over.wait(INTERVAL):
            if select.select([self._pidfd], [], [], 0)[0]:
                self._on_end()
                return
            if not self.reason:
                self.reason = self._excess()
                if self.reason:
                    with contextlib.suppress(ProcessLookupError):
                        signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)

    def _excess(self) -> str:
        """The end of a sentence that says which limit was exceeded; '' if none was."""
        pids = list(tree(self._roots()))
        self._cpu_seconds = max(self._cpu_seconds, sum(map(processor_seconds_of, pids)))
        if self._cpu_seconds > self._cpu_limit:
            return f"it used up its {self._cpu_limit:g} seconds of processor time"
        ran_out = self._ran_out_of_memory or (lambda: self._has_too_much(pids))
        if ran_out():
            return too_much_memory(self._memory_mb)
        self._looks += 1
        if self._looks % LOOKS_PER_FILES == 0 and self._has_too_many_files():
            return f"it wrote more files than fit into {self._file_mb} MB"
        return ""

    def _has_too_much(self, pids: list[int]) -> bool:
        if self._memory_before is None:
            self._memory_before = sum(map(proportional_bytes_of, pids))
        limit = self._memory_before + self._memory_mb * MB
        # The first sum is cheap and counts shared pages several times, so it is never too low.
        return sum(map(_resident, pids)) > limit and sum(map(proportional_bytes_of, pids)) > limit


def roots(pidfd: int, zygote: int | None) -> list[int]:
    """The top of a worker's tree: all children of `zygote`, or the process behind `pidfd`."""
    if zygote is not None:
        return children_of(zygote)
    pid = pid_of(pidfd)
    return [] if pid is None or pid < 1 else [pid]


def pid_of(pidfd: int) -> int | None:
    """The process id, in our pid namespace, of the process behind a pidfd; None if unknown."""
    try:
        facts = Path(f"/proc/self/fdinfo/{pidfd}").read_text()
    except OSError:
        return None
    for line in facts.splitlines():
        if line.startswith("Pid:"):
            return int(line.split()[1])
    return None


def children_of(pid: int) -> list[int]:
    """The process ids of the children of all threads of a process.

    While threads end, the kernel may leave later ones out of the list of threads, and a thread that
    has ended has no list of children: so it is read again, until nothing has ended meanwhile.
    """
    found: dict[int, None] = {}
    for _ in range(MAX_READINGS):
        threads, is_whole = _threads_of(pid), True
        for thread in threads:
            try:
                children = Path(f"/proc/{pid}/task/{thread}/children").read_text()
            except OSError:
                is_whole = False
            else:
                found |= dict.fromkeys(map(int, children.split()))
        if is_whole and _threads_of(pid) == threads:
            break
    return list(found)


def _threads_of(pid: int) -> list[str]:
    with contextlib.suppress(OSError):
        return os.listdir(f"/proc/{pid}/task")
    return []


def tree(roots: list[int]) -> Iterator[int]:
    """These processes and all their descendants that live now."""
    todo = list(roots)
    while todo:
        pid = todo.pop()
        yield pid
        todo += children_of(pid)


def processor_seconds_of(pid: int) -> float:
    """Processor seconds of a process and of those of its children that it has waited for."""
    with contextlib.suppress(OSError, IndexError):
        # The process's name, in brackets, may contain anything. The numbers come after it.
        facts = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
        return sum(map(int, facts[11:15])) / _TICKS
    return 0.0


def _resident(pid: int) -> int:
    with contextlib.suppress(OSError, IndexError):
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
    return 0


def proportional_bytes_of(pid: int) -> int:
    """A process's proportional set size; its resident memory where the kernel does not tell."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return _resident(pid)
