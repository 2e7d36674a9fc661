"""A worker's first steps: from a fork of the zygote to a process that answers the host.

The zygote makes here, once, whatever is the same for all workers. A worker that only looks at
an object has to copy the object's page of memory, since Python counts its references.

Covered: the walls stand before the student's first line runs, and nothing, not even an exception,
returns into the zygote's loop. Not covered: what a fork inherits, all of the zygote's memory, which
therefore holds no secret.
"""

from __future__ import annotations

import os
import socket
import sys
import traceback
from pathlib import Path
from typing import NoReturn

import torch

from . import imports, jail, seccomp, worker
from .callables import Callables
from .control import Fork, Settings
from .doors import Doors
from .new_root import library_folders


class Newborn:
    """What a new fork of the zygote needs to become a worker."""

    def __init__(self, settings: Settings, forbidden: tuple[str, ...]) -> None:
        self._settings = settings
        self._doors: Doors | None = None
        if forbidden:
            self._doors = Doors(Callables(forbidden), library_folders(settings.libraries))
        seccomp.compiled()  # kept for all workers
        imports.forget(__name__.partition(".")[0])  # a student's module may have the same name

    def live(self, request: Fork, fds: list[int]) -> NoReturn:
        """Isolate this process and answer the host until it closes the connection; then end."""
        code = 1
        try:
            connection, output, *groups = fds
            jail.enter_worker(
                self._settings,
                request,
                connection=connection,
                output=output,
                groups=groups,
            )
            _renew_thread_pool()
            if self._doors is not None:
                self._doors.close()
            worker.serve(socket.socket(fileno=jail.CONNECTION), Path(request.scratch))
            code = 0
        except OSError:
            pass  # the connection is closed, so nobody is left to tell
        except BaseException:  # noqa: BLE001 - nothing may return into the zygote's loop
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            os._exit(code)


def _renew_thread_pool() -> None:
    """Replace torch's thread pool, which a fork leaves unusable, while there is one thread.

    torch would do it when a pool is next asked for: in a backward pass through a compiled function
    by several threads at once, which sometimes ends the process with a segmentation fault.
    """
    torch.set_num_threads(1)
