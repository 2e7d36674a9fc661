"""The messages between host and zygote: small JSON structs, one per datagram.

The zygote runs no student code, so both sides trust this channel. Workers don't have it.

    Fork  (attached: the worker's connection, its output pipe, and the
          `cgroup.procs` of each control group it is to join)         → Forked (attached: a pidfd)
    Reap  end a worker and all that it started                         → Reaped
"""

from __future__ import annotations

from typing import Any

import msgspec


class Settings(msgspec.Struct, frozen=True):
    """A zygote's settings, passed on its command line.

    `forbidden` are patterns of operators and callables; `libraries` are the folders from which
    torch is imported; `preload` are further modules to import before the first fork; `devices` are
    the GPU's device files that workers may use.
    """

    tier: str
    forbidden: tuple[str, ...] = ()
    libraries: tuple[str, ...] = ()
    preload: tuple[str, ...] = ()
    devices: tuple[str, ...] = ()


class Fork(msgspec.Struct, frozen=True, tag="fork"):
    """The limits of one worker. Sizes are in units of 2**20 bytes.

    `scratch` is its folder, which the host makes unless the tier mounts one; `uid` is the user it
    becomes if the zygote is root; `reserve_mb` is memory on top of `memory_mb` that the worker may
    use only after the host's `Reserve`.
    """

    cpu_seconds: int
    memory_mb: int
    processes: int
    file_mb: int
    scratch: str
    uid: int = 0
    reserve_mb: int = 0


class Reap(msgspec.Struct, frozen=True, tag="reap"):
    """End the worker `pid`, and everything that it started."""

    pid: int


class Ready(msgspec.Struct, frozen=True, tag="ready"):
    """The zygote has isolated itself and imported everything; otherwise `problem` says why not.

    `has_no_walls` is true if this system does not support the tier; `unmatched` are the forbidden
    patterns that match nothing.
    """

    problem: str = ""
    has_no_walls: bool = False
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
