"""The zygote: imports torch once, then forks a worker for each request of the host.

It holds no secret and never runs a student's code. When it forks, it has exactly one thread, since
torch's locks can hang in a fork of a process with more, and it has not initialised CUDA, which does
not work after a fork: https://docs.pytorch.org/docs/stable/notes/multiprocessing.html

Covered: a fork that would not be safe is refused, and what is forbidden is denied before any fork.
Not covered: what all workers share as its forks, such as the layout of memory: what is learned in
one worker holds in the next. Libraries that it imports are trusted.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import importlib.util
import os
import socket
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from . import control, jail, linux, reaping

if TYPE_CHECKING:
    from .newborn import Newborn

# Imported once here rather than in every worker; what is in `control.ON_DEMAND` when a worker first
# needs it. NumPy imports `numpy.random` only when it is first used, and every worker seeds it.
PRELOAD = (
    "msgspec",
    "numpy.random",
    "PIL.Image",
    "PIL.PngImagePlugin",
    "torch.nn.functional",
)
HUGE_PAGE = 1 << 21
# Making huge pages takes as long as they save for so many workers.
WORTHWHILE_FOR = 8


def main(control_fd: int, settings: control.Settings) -> None:
    """Warm up, report that we are ready, and serve the host until it closes the channel."""
    channel = socket.socket(fileno=control_fd)
    gc.disable()  # while torch is imported, collections would find nothing and take 0.15 seconds
    with contextlib.suppress(ConnectionError):  # the host may end at any time
        _main(channel, settings)


def _main(channel: socket.socket, settings: control.Settings) -> None:
    try:
        jail.enter_zygote(settings)
        warm_up()
        message = channel.recv(control.MAX_DATAGRAM)
        if not message:
            return
        newborn, unmatched = forbid(settings, control.decode_request(message).patterns)
    except Exception as error:  # noqa: BLE001 - the host must get any error as an answer
        is_known = isinstance(error, jail.TierUnavailable)
        problem = str(error) if is_known else f"{type(error).__name__}: {error}"
        channel.send(control.encode(control.Ready(problem)))
        return
    gc.freeze()  # otherwise a collection in a worker would copy all pages of torch's objects
    gc.enable()
    channel.send(control.encode(control.Ready(unmatched=unmatched)))
    serve(channel, settings, newborn)


def serve(channel: socket.socket, settings: control.Settings, newborn: Newborn) -> None:
    """Fork and reap workers at the host's requests."""
    running: dict[int, control.Fork] = {}
    reaped = 0
    while True:
        message, fds, _, _ = socket.recv_fds(channel, control.MAX_DATAGRAM, 8)
        if not message:
            return
        request = control.decode_request(message)
        if isinstance(request, control.Fork):
            import_on_demand(request.imports)
            running[fork(channel, settings, request, fds, newborn)] = request
        else:
            ended = reaping.end_worker(settings.tier, running.pop(request.pid), request.pid)
            channel.send(control.encode(control.Reaped(*ended)))
            reaped += 1
            if reaped == WORTHWHILE_FOR:
                use_huge_pages()


def warm_up() -> None:
    """Import what workers need."""
    import torch  # noqa: PLC0415 - isolation comes first

    with _same_surroundings():
        for name in PRELOAD:
            importlib.import_module(name)
    _load_torchvisions_operators()
    torch.set_num_threads(1)
    with torch.no_grad():  # detects the processor now, while everything can still be read
        torch.nn.functional.conv2d(torch.zeros(1, 1, 4, 4), torch.zeros(1, 1, 2, 2))


def forbid(
    settings: control.Settings, patterns: tuple[str, ...]
) -> tuple[Newborn, tuple[str, ...]]:
    """Deny what is forbidden, and check that a fork is safe.

    Returns what a fork needs to become a worker, and the patterns that match nothing. Raises
    RuntimeError if a fork is not safe.
    """
    from . import callables, doors, forbidden  # noqa: PLC0415 - need torch
    from .newborn import Newborn  # noqa: PLC0415 - needs torch
    from .unmatched import unmatched  # noqa: PLC0415 - needs torch

    forbidden.deny(patterns)
    names = callables.Callables(patterns)
    callables.deny_everywhere(names)
    doors.watch_imports(names)
    _be_safe_to_fork()
    return Newborn(settings, patterns), unmatched(patterns)


def import_on_demand(names: Sequence[str]) -> None:
    """Import modules here, unless they are there, so that no later worker imports them again.

    What they hold that is forbidden is denied by the finder of `doors.watch_imports`.
    """
    missing = [name for name in names if name not in sys.modules]
    if not missing:
        return
    with _same_surroundings():
        for name in missing:
            with contextlib.suppress(ImportError):  # the student's own import says so
                importlib.import_module(name)
    _be_safe_to_fork()
    gc.freeze()


def use_huge_pages() -> None:
    """Put Python's objects into huge pages: a fork copies one entry instead of 512."""
    try:
        lines = Path("/proc/self/maps").read_text().splitlines()
    except OSError:
        return
    for line in lines:
        addresses, access, _, _, inode, *name = line.split()
        start, end = (int(address, 16) for address in addresses.split("-"))
        is_ours = access.startswith("rw") and inode == "0" and not name
        if is_ours and end - start >= HUGE_PAGE:
            linux.collapse(start, end - start)


def _load_torchvisions_operators() -> None:
    """Register them without the import of torchvision, so that they can be denied now."""
    import torch  # noqa: PLC0415 - isolation comes first

    found = importlib.util.find_spec("torchvision")
    for folder in (found.submodule_search_locations or ()) if found else ():
        for library in sorted(Path(folder).glob("_C*.so")):  # `_C`, and since 0.29 `_C_stable`
            with contextlib.suppress(OSError):  # of another torch: nobody can call them
                torch.ops.load_library(library)  # type: ignore[no-untyped-call]  # torch has none


def _be_safe_to_fork() -> None:
    """Raise RuntimeError if a fork of this process would not be safe."""
    import torch  # noqa: PLC0415 - isolation comes first

    if torch.cuda.is_initialized():  # type: ignore[no-untyped-call]  # torch has no types for it
        raise RuntimeError("CUDA was initialised before the fork")
    tasks = Path("/proc/self/task")
    if tasks.is_dir() and len(list(tasks.iterdir())) != 1:
        raise RuntimeError("the zygote has more than one thread")


@contextlib.contextmanager
def _same_surroundings() -> Iterator[None]:
    """Undo what imports write to the environment, such as folders named after the grading user."""
    surroundings = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(surroundings)


def fork(
    channel: socket.socket,
    settings: control.Settings,
    request: control.Fork,
    fds: list[int],
    newborn: Newborn,
) -> int:
    """Fork one worker, and send the host its pid and pidfd. Returns the pid."""
    pid = jail.fork(settings.tier)
    if pid == 0:
        newborn.live(request, fds)
    # A pidfd never refers to a later process with the same pid.
    pidfds = [os.pidfd_open(pid)] if hasattr(os, "pidfd_open") else []
    socket.send_fds(channel, [control.encode(control.Forked(pid))], pidfds)
    for fd in (*fds, *pidfds):
        os.close(fd)
    return pid
