"""The zygote: imports torch once, then forks a worker for each request of the host.

It holds no secret and never runs a student's code. When it forks, it has exactly one thread, since
torch's locks can hang in a fork of a process with more, and it has not initialised CUDA, which does
not work after a fork: https://docs.pytorch.org/docs/stable/notes/multiprocessing.html
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import importlib.util
import os
import socket
import sys
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path

from . import control, jail, reaping
from .new_root import library_folders

# Imported once here rather than in every worker; what is in `control.ON_DEMAND` when a worker first
# needs it. The last one is what the first backward pass imports, with sympy; running a backward
# pass here would start a thread.
PRELOAD = (
    "msgspec",
    "numpy",
    "PIL.Image",
    "PIL.PngImagePlugin",
    "torch.nn.functional",
    "torch.fx.experimental.symbolic_shapes",
)


def main(control_fd: int, settings: control.Settings) -> None:
    """Warm up, report that we are ready, and serve the host until it closes the channel."""
    channel = socket.socket(fileno=control_fd)
    with contextlib.suppress(ConnectionError):  # the host may end at any time
        _main(channel, settings)


def _main(channel: socket.socket, settings: control.Settings) -> None:
    try:
        jail.enter_zygote(settings)
        warm_up(settings)
    except Exception as error:  # noqa: BLE001 - the host must get any error as an answer
        is_known = isinstance(error, jail.TierUnavailable)
        problem = str(error) if is_known else f"{type(error).__name__}: {error}"
        channel.send(control.encode(control.Ready(problem)))
        return
    from .unmatched import unmatched  # noqa: PLC0415 - needs torch

    left = unmatched(settings.forbidden)
    gc.collect()
    gc.freeze()  # otherwise a collection in a worker would copy all pages of torch's objects
    channel.send(control.encode(control.Ready(unmatched=left)))
    serve(channel, settings)


def serve(channel: socket.socket, settings: control.Settings) -> None:
    """Fork and reap workers at the host's requests."""
    running: dict[int, control.Fork] = {}
    while True:
        message, fds, _, _ = socket.recv_fds(channel, control.MAX_DATAGRAM, 8)
        if not message:
            return
        request = control.decode_request(message)
        if isinstance(request, control.Fork):
            import_on_demand(request.imports)
            running[fork(channel, settings, request, fds)] = request
        else:
            ended = reaping.end_worker(settings.tier, running.pop(request.pid), request.pid)
            channel.send(control.encode(control.Reaped(*ended)))


def warm_up(settings: control.Settings) -> None:
    """Import what workers need, deny what is forbidden, and check that a fork is safe.

    Raises RuntimeError if it is not.
    """
    import torch  # noqa: PLC0415 - isolation comes first

    with _same_surroundings():
        for name in PRELOAD:
            importlib.import_module(name)
        importlib.import_module(".worker", __package__)
    _load_torchvisions_operators()
    torch.set_num_threads(1)
    with torch.no_grad():  # detects the processor now, while everything can still be read
        torch.nn.functional.conv2d(torch.zeros(1, 1, 4, 4), torch.zeros(1, 1, 2, 2))
    from . import callables, doors, forbidden  # noqa: PLC0415 - need torch

    forbidden.deny(settings.forbidden)
    names = callables.Callables(settings.forbidden)
    callables.deny_everywhere(names)
    doors.watch_imports(names)
    _be_safe_to_fork()


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
    gc.collect()
    gc.freeze()


def _renew_thread_pool() -> None:
    """Replace torch's thread pool, which a fork leaves unusable, while there is one thread.

    torch would do it when a pool is next asked for: in a backward pass through a compiled function
    by several threads at once, which sometimes ends the process with a segmentation fault.
    """
    import torch  # noqa: PLC0415 - imported while warming up

    torch.set_num_threads(1)


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
    channel: socket.socket, settings: control.Settings, request: control.Fork, fds: list[int]
) -> int:
    """Fork one worker, and send the host its pid and pidfd. Returns the pid."""
    pid = jail.fork(settings.tier)
    if pid == 0:
        _be_worker(settings, request, fds)
    # A pidfd never refers to a later process with the same pid.
    pidfds = [os.pidfd_open(pid)] if hasattr(os, "pidfd_open") else []
    socket.send_fds(channel, [control.encode(control.Forked(pid))], pidfds)
    for fd in (*fds, *pidfds):
        os.close(fd)
    return pid


def _be_worker(settings: control.Settings, request: control.Fork, fds: list[int]) -> None:
    code = 1
    try:
        connection, output, *groups = fds
        jail.enter_worker(settings, request, connection=connection, output=output, groups=groups)
        _renew_thread_pool()
        from . import callables, doors  # noqa: PLC0415 - imported while warming up
        from .worker import serve as answer_host  # noqa: PLC0415 - imported while warming up

        if settings.forbidden:
            names = callables.Callables(settings.forbidden)
            doors.close(names, library_folders(settings.libraries))
        answer_host(socket.socket(fileno=jail.CONNECTION), Path(request.scratch))
        code = 0
    except OSError:
        pass  # the connection is closed, so nobody is left to tell
    except BaseException:  # noqa: BLE001 - nothing may return into the zygote's loop
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(code)
