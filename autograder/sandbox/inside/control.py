"""The messages between host and zygote: small JSON structs, one per datagram.

The zygote runs no student code, so both sides trust this channel. Workers don't have it.

    Fork  (attached: the worker's connection, its output pipe, and the
          `cgroup.procs` of each control group it is to join)         → Forked (attached: a pidfd)
    Reap  end a worker and all that it started                         → Reaped
"""

from __future__ import annotations

from typing import Any

import msgspec

# The isolation tiers, the strongest first.
TIERS = NAMESPACES, DROPPED, PROCESS = "namespaces", "dropped", "process"


class Settings(msgspec.Struct, frozen=True):
    """A zygote's settings, passed on its command line.

    `forbidden` are patterns of operators and callables; `libraries` the folders to import torch
    from; `devices` the files of a GPU that workers may use.
    """

    tier: str
    forbidden: tuple[str, ...] = ()
    libraries: tuple[str, ...] = ()
    devices: tuple[str, ...] = ()


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What one worker, with all that it starts, may use. A megabyte has 2**20 bytes.

    call_seconds         wall time of one call
    cpu_seconds          processor time of all its processes
    memory_mb            memory of all its processes
    processes            processes and threads at a time
    file_mb              size of one file, and of its scratch folder
    output_kb            kept of what it prints
    reserve_mb           further memory, kept back until `Worker.open_reserve`
    reserve_cpu_seconds  likewise, further processor time

    The defaults of what a course may leave out are in `course.schema`.
    """

    call_seconds: float
    cpu_seconds: float
    memory_mb: int
    processes: int
    file_mb: int
    output_kb: int
    reserve_mb: int = 0
    reserve_cpu_seconds: float = 0.0


class Fork(msgspec.Struct, frozen=True, tag="fork"):
    """A worker to start. `scratch` is its folder, made by the host unless the walls make one;
    `uid` is the user it becomes where the zygote may change users.
    """

    limits: Limits
    scratch: str
    uid: int


class Reap(msgspec.Struct, frozen=True, tag="reap"):
    """End the worker `pid`, and everything that it started."""

    pid: int


class Ready(msgspec.Struct, frozen=True, tag="ready"):
    """The zygote has isolated itself and imported everything; otherwise `problem` says why not.

    `unmatched` are forbidden patterns that forbid nothing.
    """

    problem: str = ""
    unmatched: tuple[str, ...] = ()


class Forked(msgspec.Struct, frozen=True, tag="forked"):
    """A worker was forked. `pid` is its process id as the zygote sees it."""

    pid: int


class Reaped(msgspec.Struct, frozen=True, tag="reaped"):
    """The worker has ended. `status` is a wait status, for `os.waitstatus_to_exitcode`."""

    status: int
    cpu_seconds: float


ANY_REQUEST: Any = Fork | Reap
ANY_REPLY: Any = Ready | Forked | Reaped
MAX_DATAGRAM = 1 << 16
encode = msgspec.json.encode
decode_settings = msgspec.json.Decoder(Settings).decode
decode_request = msgspec.json.Decoder(ANY_REQUEST).decode
decode_reply = msgspec.json.Decoder(ANY_REPLY).decode
