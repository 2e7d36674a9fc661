"""Tries a tier out: isolates itself as a zygote and a worker would, without importing torch."""

from __future__ import annotations

import os
import socket

from . import control, jail

LIMITS = control.Limits(
    call_seconds=1, cpu_seconds=1, memory_mb=64, processes=8, file_mb=1, output_kb=1
)
TRIAL = control.Fork(LIMITS, scratch="/", uid=1_000_000_000)


def main(fd: int, settings: control.Settings) -> None:
    """Tell the host whether this system supports the tier, and if not, why."""
    channel = socket.socket(fileno=fd)
    try:
        jail.enter_zygote(settings)
        _try_worker(settings)
    except (OSError, jail.TierUnavailable) as error:
        channel.send(control.encode(control.Ready(problem=str(error))))
        return
    channel.send(control.encode(control.Ready()))


def _try_worker(settings: control.Settings) -> None:
    reader, writer = os.pipe()
    pid = jail.fork(settings.tier)
    if pid == 0:
        _be_worker(settings, writer)
    os.close(writer)
    with open(reader, "rb") as pipe:
        problem = pipe.read().decode(errors="replace")
    os.waitpid(pid, 0)
    if problem:
        raise jail.TierUnavailable(problem)


def _be_worker(settings: control.Settings, output: int) -> None:
    try:
        jail.enter_worker(settings, TRIAL, connection=output, output=output, groups=[])
    except BaseException as error:  # noqa: BLE001 - the host must get any error as an answer
        os.write(output, f"{type(error).__name__}: {error}".encode())
    finally:
        os._exit(0)
