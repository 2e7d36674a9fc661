"""Forks grader processes, other programs, or zygotes, from a process that has imported torch.

Most of the start of each is the import of torch, and the tests start hundreds. What is forked is
what would have been started: it runs the same function, with the same environment, folder, import
path and open files. Tests of isolation, of processes and of starting have the real thing instead.

Each server serves until its standard input ends: see `support.warm_start`.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import io
import json
import os
import runpy
import select
import selectors
import signal
import socket
import sys
import threading
import types
from collections.abc import Callable
from typing import Any

LARGEST = 1 << 17
Asked = tuple[dict[str, Any], list[int]]


def serve(address: str, warm_up: Callable[[], object]) -> Asked | None:
    """Warm up as soon as somebody asks, and fork for whoever does. Returns in each forked process
    what it is told, and its open files; returns None when the tests have ended.
    """
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    listener.bind(f"{address}.early")
    listener.listen(64)
    os.rename(f"{address}.early", address)  # what is found there answers
    asking, _, _ = select.select([listener, 0], [], [])
    if listener in asking:
        warm_up()
        gc.collect()
        gc.freeze()  # or a fork would copy whatever it looks through for garbage
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
                    _close(selector)
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


def _close(selector: selectors.BaseSelector) -> None:
    """In a fork, close now what is the server's: later, others would have the files' numbers."""
    for key in list(selector.get_map().values()):
        if isinstance(key.fileobj, socket.socket):
            key.fileobj.close()
    selector.close()


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


def programs(address: str, imports: list[str]) -> None:
    """Serve with these modules imported, and be the program that is asked for in each fork."""
    asked = serve(address, lambda: list(map(importlib.import_module, imports)))
    if asked is None:
        return
    import client  # noqa: PLC0415 - beside this file, and soon out of reach

    told, fds = asked
    os.setsid()
    keep_only(fds, 0)
    os.chdir(told["folder"])
    os.environ.clear()
    os.environ.update(told["environment"])
    sys.path[:] = told["path"]
    sys.dont_write_bytecode = told["writes_no_bytecode"]
    _open_streams(told["streams"])
    if "autograder" in sys.modules:
        from autograder.sandbox import launcher  # noqa: PLC0415 - where there is one

        launcher.start_inside = client.start_inside(launcher)
    _end_at_once(lambda: _run(*told["program"], is_safe=told["is_safe"]))


def _open_streams(streams: list[tuple[str, str, bool, bool]]) -> None:
    """The standard three anew, for those of the server know of another file: they may be pipes."""
    for fd, (encoding, errors, is_by_line, is_at_once) in enumerate(streams):
        mode, buffering = "wb" if fd else "rb", 0 if is_at_once and fd else -1
        file = open(fd, mode, buffering, closefd=False)  # noqa: SIM115 - for good
        stream = io.TextIOWrapper(
            file, encoding, errors, line_buffering=is_by_line, write_through=is_at_once
        )
        name = ("stdin", "stdout", "stderr")[fd]
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)


def _end_at_once(run: Callable[[], None]) -> None:
    """Run it, and end as Python does, but that nobody takes all of torch to pieces."""
    code = 0
    try:
        run()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
        if isinstance(end.code, str):
            sys.stderr.write(f"{end.code}\n")
    except BaseException:  # noqa: BLE001 - whatever it is, Python shows it
        sys.excepthook(*sys.exc_info())
        code = 1
    threading._shutdown()  # waits for those that are no daemons
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):  # nobody reads any more
            stream.flush()
    os._exit(code & 0xFF)


def _run(how: str, what: str, arguments: list[str], *, is_safe: bool) -> None:
    """As `python WHAT`, `python -m WHAT` or `python -c WHAT` runs it."""
    sys.argv[:] = [{"": what}.get(how, how), *arguments]
    before = {"": os.path.dirname(os.path.realpath(what)), "-m": os.getcwd(), "-c": ""}[how]
    if not is_safe:
        sys.path.insert(0, before)
    if how == "-m":
        sys.modules.pop(what, None)  # the server has imported it
        runpy.run_module(what, run_name="__main__", alter_sys=True)
        return
    main = types.ModuleType("__main__")
    sys.modules["__main__"] = main
    source: str | bytes = what
    if not how:
        main.__file__ = os.path.abspath(what)
        with open(what, "rb") as file:
            source = file.read()
    exec(compile(source, main.__file__ if not how else "<string>", "exec"), main.__dict__)  # noqa: S102 - as Python does


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
