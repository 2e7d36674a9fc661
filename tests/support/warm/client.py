"""Asks a server of `warm.server` for a process that looks like `subprocess.Popen` to its owner."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
from collections.abc import Callable, Sequence
from typing import Any

LARGEST = 1 << 17  # bytes of a message


class Forked:
    """A process that a server has forked for us. It ends when we close, or end."""

    def __init__(self, connection: socket.socket, pid: int) -> None:
        self.pid = pid
        self._connection = connection
        self._code: int | None = None

    def poll(self) -> int | None:
        """The exit code, as Popen's; None while it runs."""
        if self._code is None and select.select([self._connection], [], [], 0)[0]:
            return self.wait()
        return self._code

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it has ended; returns the exit code. Raises TimeoutError."""
        if self._code is None:
            self._connection.settimeout(timeout)
            said = self._connection.recv(LARGEST)
            self._code = int(said) if said else -signal.SIGKILL
            self._connection.close()
        return self._code

    def send_signal(self, number: int) -> None:
        if self._code is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


def forked(server: str, told: dict[str, Any], fds: Sequence[int]) -> Forked:
    """Ask the server at this address. `fds` are the open files that the process is to have."""
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    connection.connect(server)
    socket.send_fds(connection, [json.dumps(told).encode()], list(fds))
    return Forked(connection, int(connection.recv(LARGEST)))


def start_inside(launcher: Any) -> Callable[..., Any]:
    """What `sandbox.launcher.start_inside` does, but that zygotes are forked."""
    started, settings = launcher.start_inside, launcher.control.Settings
    libraries = launcher.libraries()

    def start(module: str, tier: str, fd: int, *, with_gpu: bool = False) -> Any:
        if module != "zygote" or with_gpu:
            return started(module, tier, fd, with_gpu=with_gpu)
        told = {"settings": launcher.control.encode(settings(tier, libraries)).decode()}
        return forked(os.environ["WARM_START"] + "/zygotes", told, (2, fd))

    return start
