"""Starts zygotes. Imports no torch, so that a zygote warms up while the host imports its own."""

from __future__ import annotations

import itertools
import os
import socket
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from autograder.errors import ForbidsNothing, SandboxError
from autograder.sandbox.inside import control

SANDBOX = Path(__file__).parent
# Runs no site module: a .pth file or sitecustomize could run code of its own. The folder of the
# inside package is on the path for one import only, so that no submission finds host.py there.
BOOT = """
import sys
sys.path[:0] = [{sandbox!r}, *{libraries!r}]
from inside import control, {module}
sys.path.remove({sandbox!r})
{module}.main({fd}, control.decode_settings({settings!r}))
"""
PACKAGES = ("site-packages", "dist-packages")  # what folders of packages are called
START_SECONDS = 60.0
ANSWER_SECONDS = 10.0  # of a warm zygote: it forks in milliseconds
# User ids for workers: far from people's, and no two graders of a machine share any.
FIRST_USER, USERS_EACH = 1_000_000_000, 256


def start_inside(
    module: str, tier: str, fd: int, *, forbidden: tuple[str, ...] = (), with_gpu: bool = False
) -> subprocess.Popen[bytes]:
    """Start a fresh interpreter with nothing of ours but the inside package; runs `module.main`."""
    devices = gpu_files() if with_gpu else ()
    settings = control.Settings(tier, forbidden, _libraries(), devices=devices)
    boot = BOOT.format(
        module=module,
        sandbox=str(SANDBOX),
        libraries=settings.libraries,
        fd=fd,
        settings=control.encode(settings),
    )
    return subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", boot],
        pass_fds=[fd],
        env=_environment(),
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )


class Zygote:
    """A process that has imported torch and forks workers."""

    def __init__(
        self,
        *,
        tier: str = control.PROCESS,
        forbidden: tuple[str, ...] = (),
        with_gpu: bool = False,
    ) -> None:
        if not hasattr(os, "fork"):
            raise SandboxError("This system can't fork processes. Grade on Linux, macOS or in WSL.")
        self.tier = tier
        first = FIRST_USER + os.getpid() * USERS_EACH
        self._users = itertools.cycle(range(first, first + USERS_EACH))
        self._channel, theirs = socket.socketpair()
        with theirs:
            # Does not wait: the host has imports of its own to do meanwhile.
            self._process = start_inside(
                "zygote", tier, theirs.fileno(), forbidden=forbidden, with_gpu=with_gpu
            )
        self._is_ready = False

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    @property
    def pid(self) -> int:
        return self._process.pid

    def next_user(self) -> int:
        """A user id that no other worker of this machine has at this time."""
        return next(self._users)

    def fork(
        self, order: control.Fork, groups: Sequence[int] = ()
    ) -> tuple[control.Forked, int | None, socket.socket, int]:
        """A new worker: its pid (in the zygote's eyes), pidfd, connection and output pipe.

        `groups` are open `cgroup.procs` of control groups it is to join. There is no pidfd where
        the system has none.
        """
        if not self._is_ready:
            self._await_ready()
        ours, theirs = socket.socketpair()
        output, output_end = os.pipe()
        fds = [theirs.fileno(), output_end, *groups]
        try:
            socket.send_fds(self._channel, [control.encode(order)], fds)
            answer, pidfds = self._receive(ANSWER_SECONDS)
        except (OSError, SandboxError):
            ours.close()
            os.close(output)
            raise SandboxError("The zygote ended; no worker could be started.") from None
        finally:
            theirs.close()
            os.close(output_end)
        assert isinstance(answer, control.Forked)  # noqa: S101 - the zygote runs our code only
        return answer, pidfds[0] if pidfds else None, ours, output

    def reap(self, pid: int) -> control.Reaped:
        """End a worker and all that it started; gives how it ended."""
        try:
            self._channel.send(control.encode(control.Reap(pid)))
            answer, _ = self._receive(ANSWER_SECONDS)
        except OSError:
            raise SandboxError("The zygote ended before its worker.") from None
        assert isinstance(answer, control.Reaped)  # noqa: S101 - the zygote runs our code only
        return answer

    def close(self) -> None:
        """End the zygote. Its workers are gone, and it holds nothing itself."""
        self._channel.close()
        self._process.kill()
        self._process.wait()

    def _await_ready(self) -> None:
        answer, _ = self._receive(START_SECONDS)
        if not isinstance(answer, control.Ready) or answer.problem:
            raise SandboxError(f"The sandbox can't start: {getattr(answer, 'problem', answer)}")
        if answer.unmatched:
            raise ForbidsNothing(answer.unmatched[0])
        self._is_ready = True

    def _receive(self, seconds: float) -> tuple[Any, list[int]]:
        self._channel.settimeout(seconds)
        try:
            message, fds, _, _ = socket.recv_fds(self._channel, control.MAX_DATAGRAM, 1)
        except OSError as error:
            raise SandboxError(f"The zygote does not answer ({error}).") from None
        if not message:
            raise SandboxError("The zygote ended unexpectedly; its words are on standard error.")
        return control.decode_answer(message), fds


class Zygotes:
    """The zygotes of one grading process: one for each list of forbidden operators, and one more
    for workers that may use a GPU.
    """

    def __init__(self, tier: str = control.PROCESS) -> None:
        self.tier = tier
        self._zygotes: dict[tuple[tuple[str, ...], bool], Zygote] = {}

    def start(self, forbidden: tuple[str, ...], *, with_gpu: bool = False) -> None:
        """Begin to warm a zygote up; does not wait for it."""
        key = forbidden, with_gpu
        if key not in self._zygotes:
            self._zygotes[key] = Zygote(tier=self.tier, forbidden=forbidden, with_gpu=with_gpu)

    def get(self, forbidden: tuple[str, ...], *, with_gpu: bool = False) -> Zygote:
        """A living zygote: a new one if there is none, or if it has died."""
        zygote = self._zygotes.get((forbidden, with_gpu))
        if zygote is not None and not zygote.is_alive:
            self.discard(forbidden, with_gpu=with_gpu)
        self.start(forbidden, with_gpu=with_gpu)
        return self._zygotes[forbidden, with_gpu]

    def discard(self, forbidden: tuple[str, ...], *, with_gpu: bool = False) -> None:
        """End a zygote that is of no more use; the next `get` starts a new one."""
        zygote = self._zygotes.pop((forbidden, with_gpu), None)
        if zygote is not None:
            zygote.close()

    def close(self) -> None:
        """End them all."""
        for forbidden, with_gpu in tuple(self._zygotes):
            self.discard(forbidden, with_gpu=with_gpu)


def gpu_files() -> tuple[str, ...]:
    """The device files through which CUDA speaks to GPUs; none where there is no GPU."""
    return tuple(sorted(str(path) for path in Path("/dev").glob("nvidia*") if not path.is_dir()))


def _libraries() -> tuple[str, ...]:
    """Where packages are installed: this environment's, and those that it borrows from."""
    own = (sysconfig.get_path("platlib"), sysconfig.get_path("purelib"))
    borrowed = (path for path in sys.path if Path(path).name in PACKAGES)
    found = (Path(path).resolve() for path in (*own, *borrowed))
    return tuple(dict.fromkeys(str(path) for path in found if path.is_dir()))


def _environment() -> dict[str, str]:
    """Nothing of ours: a student's code may print it."""
    threads = {f"{kind}_NUM_THREADS": "1" for kind in ("OMP", "MKL", "OPENBLAS")}
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        # Huge pages on the heap make a fork and its end about a third cheaper.
        "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
        **threads,
    }
