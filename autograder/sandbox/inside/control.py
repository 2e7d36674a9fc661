"""The messages between host and zygote: small JSON structs, a request and its reply at a time.

The zygote runs no student code, so both sides trust this channel. Workers don't have it.

    Forbid  the first request: what no worker may use                  → Ready
    Fork  (attached: the worker's connection, its output pipe, and the
          `cgroup.procs` of each control group it is to join)         → Forked (attached: a pidfd)
    Reap  end a worker and all that it started                         → Reaped
"""

from __future__ import annotations

from typing import Any

import msgspec

# The isolation tiers, the strongest first.
TIERS = NAMESPACES, DROPPED, PROCESS = "namespaces", "dropped", "process"
# Modules that take a second to import, and that few submissions need: the word in its files that
# tells that one does → module. An optimizer imports the compiler when it is made.
ON_DEMAND = {b"torchvision": "torchvision", b"optim": "torch._dynamo", b"compile": "torch._dynamo"}


class Settings(msgspec.Struct, frozen=True):
    """A zygote's settings, passed on its command line.

    `libraries` are the folders from which torch is imported; `devices` are the GPU's device files
    that workers may use.
    """

    tier: str
    libraries: tuple[str, ...] = ()
    devices: tuple[str, ...] = ()


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What one worker, with all that it starts, may use. A megabyte is 2**20 bytes.

    call_seconds         wall time of one call
    cpu_seconds          processor time of all its processes
    memory_mb            memory of all its processes
    processes            processes and threads at a time
    file_mb              size of one file, and of its scratch folder
    output_kb            of its output, how much is kept
    reserve_mb           further memory, allowed after `Worker.open_reserve`
    reserve_cpu_seconds  further processor time, likewise

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


class Forbid(msgspec.Struct, frozen=True, tag="forbid"):
    """Let all workers raise where they use an operator or a callable of these patterns."""

    patterns: tuple[str, ...]


class Fork(msgspec.Struct, frozen=True, tag="fork"):
    """Start a worker. `scratch` is its folder, which the host makes unless the tier mounts one;
    `uid` is the user that it becomes if the zygote is root; `imports` are those of `ON_DEMAND` that
    it will need.
    """

    limits: Limits
    scratch: str
    uid: int
    imports: tuple[str, ...] = ()


class Reap(msgspec.Struct, frozen=True, tag="reap"):
    """End the worker `pid`, and everything that it started."""

    pid: int


class Ready(msgspec.Struct, frozen=True, tag="ready"):
    """The zygote has isolated itself and imported everything; otherwise `problem` says why not.

    `unmatched` are the forbidden patterns that match nothing.
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


ANY_REQUEST: Any = Forbid | Fork | Reap
ANY_REPLY: Any = Ready | Forked | Reaped
MAX_DATAGRAM = 1 << 16
encode = msgspec.json.encode
decode_settings = msgspec.json.Decoder(Settings).decode
decode_request = msgspec.json.Decoder(ANY_REQUEST).decode
decode_reply = msgspec.json.Decoder(ANY_REPLY).decode
