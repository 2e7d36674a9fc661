"""Starts zygotes. Does not import torch, so that a zygote imports it while the host does too.

Covered: the new interpreter gets none of the host's memory, environment variables or import path,
and of its open files only standard error and one socket. Not covered: it still runs as the user who
grades; `inside.jail` isolates it.
"""

from __future__ import annotations

import contextlib
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
# The interpreter runs no site module, because a .pth file or sitecustomize could run other code.
# The sandbox folder is on the path for one import only, so that no submission can import host.py.
BOOT = """
import sys
sys.path[:0] = [{sandbox!r}, *{libraries!r}]
from inside import control, {module}
sys.path.remove({sandbox!r})
{module}.main({fd}, control.decode_settings({settings!r}))
"""
PACKAGES = ("site-packages", "dist-packages")  # names of folders that hold installed packages
START_SECONDS = 60.0
ANSWER_SECONDS = 10.0  # a warm zygote forks in milliseconds
# User ids for workers: far above people's, and no two graders on one machine share any.
FIRST_USER, USERS_EACH = 1_000_000_000, 256
# Environment variables, read when torch is imported: more threads mostly wait for each other.
ONE_THREAD = {f"{library}_NUM_THREADS": "1" for library in ("OMP", "MKL", "OPENBLAS")}


def start_inside(
    module: str, tier: str, fd: int, *, with_gpu: bool = False
) -> subprocess.Popen[bytes]:
    """Start a fresh interpreter that imports only the inside package and runs `module.main`."""
    devices = gpu_files() if with_gpu else ()
    settings = control.Settings(tier, libraries(), devices=devices)
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
        with_gpu: bool = False,
    ) -> None:
        """Start it, without waiting: the host has its own imports to do meanwhile."""
        if not hasattr(os, "fork"):
            raise SandboxError("This system can't fork processes. Grade on Linux, macOS or in WSL.")
        self.tier = tier
        first = FIRST_USER + os.getpid() * USERS_EACH
        self._users = itertools.cycle(range(first, first + USERS_EACH))
        self._channel, theirs = socket.socketpair()
        with theirs:
            self._process = start_inside("zygote", tier, theirs.fileno(), with_gpu=with_gpu)
        self._is_ready = False

    def forbid(self, patterns: tuple[str, ...]) -> None:
        """Say, once, what its workers may not use. Does not wait until it is ready to fork."""
        with contextlib.suppress(OSError):  # it has ended: the next request for a fork says so
            self._channel.send(control.encode(control.Forbid(patterns)))

    @property
    def is_alive(self) -> bool:
        """Whether the zygote's process is running."""
        return self._process.poll() is None

    @property
    def pid(self) -> int:
        """The process id of the process that the host has started."""
        return self._process.pid

    def next_user(self) -> int:
        """A user id that no other worker on this machine has now.

        It encodes our process id, so that `aftermath` can tell whose worker it was.
        """
        return next(self._users)

    def fork(
        self, request: control.Fork, groups: Sequence[int] = ()
    ) -> tuple[control.Forked, int | None, socket.socket, int]:
        """Fork a worker. Returns its pid as the zygote sees it, pidfd, connection, output pipe.

        `groups` are open `cgroup.procs` files of the control groups that it joins. The pidfd is
        None where the system has no pidfds: https://man7.org/linux/man-pages/man2/pidfd_open.2.html
        Raises SandboxError if the zygote is gone or does not answer.
        """
        if not self._is_ready:
            self._await_ready()
        ours, theirs = socket.socketpair()
        output, output_end = os.pipe()
        fds = [theirs.fileno(), output_end, *groups]
        try:
            socket.send_fds(self._channel, [control.encode(request)], fds)
            answer, pidfds = self._receive(START_SECONDS if request.imports else ANSWER_SECONDS)
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
        """End a worker and all that it started; returns its wait status and processor seconds.

        Raises SandboxError if the zygote is gone.
        """
        try:
            self._channel.send(control.encode(control.Reap(pid)))
            answer, _ = self._receive(ANSWER_SECONDS)
        except OSError:
            raise SandboxError("The zygote ended before its worker.") from None
        assert isinstance(answer, control.Reaped)  # noqa: S101 - the zygote runs our code only
        return answer

    def close(self) -> None:
        """Kill the zygote. Its workers must have been reaped before."""
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
            raise SandboxError(
                "The zygote ended unexpectedly. Standard error shows what it printed last."
            )
        return control.decode_reply(message), fds


class Zygotes:
    """The zygotes of one grading process: one for each pair of a list of forbidden operators and
    whether its workers may use a GPU.
    """

    def __init__(self, tier: str = control.PROCESS) -> None:
        self.tier = tier
        self._zygotes: dict[tuple[tuple[str, ...], bool], Zygote] = {}
        self._spare: Zygote | None = None

    def start_spare(self) -> None:
        """Start a zygote before it is known what it will forbid."""
        self._spare = Zygote(tier=self.tier)

    def start(self, forbidden: tuple[str, ...], *, with_gpu: bool = False) -> None:
        """Start a zygote if there is none yet, without waiting until it is ready."""
        key = forbidden, with_gpu
        if key in self._zygotes:
            return
        zygote = None
        if not (with_gpu and gpu_files()):
            zygote, self._spare = self._spare, None
        self._zygotes[key] = zygote or Zygote(tier=self.tier, with_gpu=with_gpu)
        self._zygotes[key].forbid(forbidden)

    def get(self, forbidden: tuple[str, ...], *, with_gpu: bool = False) -> Zygote:
        """A live zygote: starts a new one if there is none or if the old one has died."""
        zygote = self._zygotes.get((forbidden, with_gpu))
        if zygote is not None and not zygote.is_alive:
            self.discard(forbidden, with_gpu=with_gpu)
        self.start(forbidden, with_gpu=with_gpu)
        return self._zygotes[forbidden, with_gpu]

    def discard(self, forbidden: tuple[str, ...], *, with_gpu: bool = False) -> None:
        """End a zygote that can't be used any more; the next `get` starts a new one."""
        zygote = self._zygotes.pop((forbidden, with_gpu), None)
        if zygote is not None:
            zygote.close()

    def close(self) -> None:
        """End all zygotes."""
        for forbidden, with_gpu in tuple(self._zygotes):
            self.discard(forbidden, with_gpu=with_gpu)
        if self._spare is not None:
            self._spare.close()


def gpu_files() -> tuple[str, ...]:
    """The device files that CUDA opens; empty on a machine without an NVIDIA GPU."""
    return tuple(sorted(str(path) for path in Path("/dev").glob("nvidia*") if not path.is_dir()))


def libraries() -> tuple[str, ...]:
    """Folders of installed packages: this environment's, and others on its import path."""
    own = (sysconfig.get_path("platlib"), sysconfig.get_path("purelib"))
    borrowed = (path for path in sys.path if Path(path).name in PACKAGES)
    found = (Path(path).resolve() for path in (*own, *borrowed))
    return tuple(dict.fromkeys(str(path) for path in found if path.is_dir()))


def _environment() -> dict[str, str]:
    """The zygote's environment variables. A student's code may print them: none are the host's."""
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        # Huge pages on the heap make a fork and its end about a third cheaper.
        "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
        **ONE_THREAD,
    }
