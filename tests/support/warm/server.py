"""Forks grader processes, or zygotes, from a process that has imported torch.

Most of the start of either is the import of torch, and the tests start hundreds. What is forked is
what would have been started: it runs the same function, with the same environment, folder, import
path and open files. Tests of isolation, of processes and of starting have the real thing instead.

Each server serves until its standard input ends: see `support.warm_start`.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import runpy
import select
import selectors
import signal
import socket
import sys
from collections.abc import Callable
from typing import Any

LARGEST = 1 << 17
Asked = tuple[dict[str, Any], list[int]]


def serve(address: str, warm_up: Callable[[], object]) -> Asked | None:
    """Warm up as soon as somebody asks, and fork for whoever does. Returns in each forked process
    what it is told, and its open files; returns None when the tests have ended.
    """
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    listener.bind(address)
    listener.listen(64)
    asking, _, _ = select.select([listener, 0], [], [])
    if listener in asking:
        warm_up()
    selector = selectors.DefaultSelector()
    selector.register(listener, selectors.EVENT_READ)
    selector.register(0, selectors.EVENT_READ)
    running: dict[int, tuple[int, socket.socket]] = {}  # by their pidfds

    while True:
        for key, _ in selector.select():
            if key.fileobj == 0:
                return None
            if key.fileobj is listener:
                connection, _ = listener.accept()
                selector.register(connection, selectors.EVENT_READ)
            elif key.fd in running:
                pid, connection = running.pop(key.fd)
                _, status = os.waitpid(pid, 0)
                with contextlib.suppress(OSError):
                    connection.send(str(os.waitstatus_to_exitcode(status)).encode())
                for each in (key.fd, connection):
                    with contextlib.suppress(KeyError):
                        selector.unregister(each)
                os.close(key.fd)
                connection.close()
            else:
                connection = key.fileobj
                if connection.fileno() < 0:  # its process has ended just now
                    continue
                try:
                    message, fds, _, _ = socket.recv_fds(connection, LARGEST, 8)
                except OSError:
                    message, fds = b"", []
                if not message:  # whoever asked is gone
                    selector.unregister(connection)
                    _end(connection, running)
                    continue
                pid = os.fork()
                if pid == 0:
                    return json.loads(message), fds
                for fd in fds:
                    os.close(fd)
                pidfd = os.pidfd_open(pid)
                running[pidfd] = pid, connection
                selector.register(pidfd, selectors.EVENT_READ)
                try:
                    connection.send(str(pid).encode())
                except OSError:  # whoever asked was gone before it was forked
                    _end(connection, running)


def _end(connection: socket.socket, running: dict[int, tuple[int, socket.socket]]) -> None:
    for pid, of in running.values():
        if of is connection:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)


def keep_only(fds: list[int], first: int) -> None:
    """Have these files open from number `first` on, and no others but the standard three."""
    held = [os.dup(fd) for fd in fds]  # above all that is replaced below
    for place, fd in enumerate(held, first):
        os.dup2(fd, place)
    os.closerange(max(3, first + len(fds)), 1 << 16)


def graders(address: str) -> None:
    """Serve, and be a grader process in each that is forked, with zygotes of the other server."""
    asked = serve(address, lambda: importlib.import_module("autograder.grading.run"))
    if asked is None:
        return
    import client  # noqa: PLC0415 - beside this file, and not beside a zygote

    from autograder.sandbox import launcher  # noqa: PLC0415 - in a grader process alone

    told, fds = asked
    os.setsid()
    keep_only(fds, 0)
    os.chdir(told["folder"])
    os.environ.clear()
    os.environ.update(told["environment"])
    sys.path[:] = told["path"]
    started, settings = launcher.start_inside, launcher.control.Settings

    def start_inside(module: str, tier: str, fd: int, *, with_gpu: bool = False) -> Any:
        if module != "zygote" or with_gpu:
            return started(module, tier, fd, with_gpu=with_gpu)
        told = {"settings": launcher.control.encode(settings(tier, libraries)).decode()}
        return client.forked(os.environ["WARM_START"] + "/zygotes", told, (2, fd))

    libraries = launcher._libraries()
    launcher.start_inside = start_inside
    module = "autograder.grading.grader_process"
    sys.argv[:] = [module, *told["arguments"]]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def zygotes(address: str, zygote: Any) -> None:
    """Serve, and be a zygote in each that is forked; called in place of `zygote.main`."""
    gc.disable()
    asked = serve(address, zygote.warm_up)
    if asked is None:
        return
    told, fds = asked
    nothing = os.open(os.devnull, os.O_RDWR)
    keep_only([nothing, nothing, *fds], 0)
    zygote.main(3, zygote.control.decode_settings(told["settings"]))
