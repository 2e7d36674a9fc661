"""Resource limits of one process: memory, processor time, size and number of files.

Covered: each process by itself. Not covered: what all processes of a worker use together; the host
limits that with control groups (`cgroups`) and by measuring (`watch`).
https://man7.org/linux/man-pages/man2/getrlimit.2.html
"""

from __future__ import annotations

import contextlib
import math
import os
import resource
import signal

from .control import Limits

MB = 1 << 20


def limit_resources(limits: Limits, data_size: int, *, count_processes: bool) -> None:
    """Set this process's limits. The memory limit comes on top of what the fork inherited.

    `data_size` is the inherited private memory in bytes. The soft limit on memory leaves out the
    reserve (see `open_reserve`). A student's code can raise it to the hard limit as well.
    """
    amounts = {
        "CORE": 0,
        # The host measures more often. This limit is for when the host gets no processor time.
        "CPU": math.ceil(limits.cpu_seconds + limits.reserve_cpu_seconds) + 1,
        "DATA": data_size + (limits.memory_mb + limits.reserve_mb) * MB,
        "FSIZE": limits.file_mb * MB,
        "NOFILE": 256,
    }
    if count_processes:  # in the tier `process` it would count the grading user's processes too
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
        fd = os.open("/proc/self/status", os.O_RDONLY)
    except OSError:
        return 0
    try:
        status = os.read(fd, 1 << 14)
    finally:
        os.close(fd)
    _, found, rest = status.partition(b"\nVmData:")
    return int(rest.split(maxsplit=1)[0]) * 1024 if found else 0
