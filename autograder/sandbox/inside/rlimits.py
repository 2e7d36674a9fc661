"""Resource limits of one process: memory, processor time, size and number of files.

Covered: each process by itself. Not covered: what all processes of a worker use together; the host
limits that with control groups (`cgroups`) and by measuring (`watch`).
https://man7.org/linux/man-pages/man2/getrlimit.2.html
"""

from __future__ import annotations

import contextlib
import math
import resource
import signal
from pathlib import Path

from .control import Limits

MB = 1 << 20


def limit_resources(limits: Limits, data_size: int, *, count_processes: bool) -> None:
    """Limits of the kernel's, see setrlimit(2). `data_size` is what the fork inherited, in bytes.

    The budget for memory comes on top of it.

    `data_size` is the inherited private memory in bytes. The soft limit on memory leaves out the
    reserve (see `open_reserve`). A student's code can raise it to the hard limit as well.
    """
    amounts = {
        "CORE": 0,
        # The host looks every 50 ms; this limit holds where it does not get to look.
        "CPU": math.ceil(limits.cpu_seconds + limits.reserve_cpu_seconds) + 1,
        "DATA": data_size + (limits.memory_mb + limits.reserve_mb) * MB,
        "FSIZE": limits.file_mb * MB,
        "NOFILE": 256,
    }
    if count_processes:  # in the weakest tier it would count the user's own as well
        amounts["NPROC"] = limits.processes
    for name, amount in amounts.items():
        kind = getattr(resource, f"RLIMIT_{name}")
        _, hard = resource.getrlimit(kind)
        ceiling = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
        soft = ceiling - limits.reserve_mb * MB if name == "DATA" else ceiling
        with contextlib.suppress(ValueError, OSError):  # macOS refuses some of them
            resource.setrlimit(kind, (max(soft, 0), ceiling))
    # By default, writing past the file limit kills the process. An OSError is easier to explain.
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


def open_reserve() -> None:
    """Raise the soft limit on memory by the reserve."""
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (hard, hard))


def data_size() -> int:
    """Bytes of private memory that this process has (VmData); 0 where /proc does not say."""
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return 0
    for line in status.splitlines():
        if line.startswith("VmData:"):
            return int(line.split()[1]) * 1024
    return 0
