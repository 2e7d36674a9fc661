"""Chooses the strongest isolation tier that works on this machine.

`problem_with` tries a tier out in a short-lived process (`inside.probe`). The head of
`inside/jail.py` says what each tier covers and what it does not.
"""

from __future__ import annotations

import os
import socket
import tempfile

from autograder.errors import SandboxError
from autograder.sandbox.inside import control, reachable
from autograder.sandbox.inside.control import TIERS
from autograder.sandbox.launcher import libraries, start_inside

PROBE_SECONDS = 30.0
WARNING = (
    "Isolation is only `process`: a hostile submission could read your files and change its grade. "
    "Grade only code that you trust, or grade on Linux as root or with user namespaces."
)


def choose(required: str | None = None) -> str:
    """The strongest tier that works here.

    Raises SandboxError if it is weaker than `required`, or if a closed folder is in the way.
    """
    reasons = []
    for tier in TIERS:
        problem = problem_with(tier)
        if not problem:
            return tier
        require_open(tier)  # a weaker tier would be the wrong answer to a mode of a folder
        reasons.append(f"{tier}: {problem}")
        if tier == required:
            raise SandboxError(
                f"Isolation {required!r} is required, and this system can't provide it.\n"
                + "\n".join(reasons)
            )
    raise SandboxError("This system can't run submissions apart.\n" + "\n".join(reasons))


def problem_with(tier: str) -> str:
    """Why this tier does not work on this machine; '' if it does."""
    if not hasattr(os, "fork"):
        return "this system can't fork processes; grade on Linux, macOS or in WSL"
    if closed := closed_folder(tier):
        return closed
    ours, theirs = socket.socketpair()
    with ours, theirs:
        process = start_inside("probe", tier, theirs.fileno())
        theirs.close()
        ours.settimeout(PROBE_SECONDS)
        try:
            message = ours.recv(control.MAX_DATAGRAM)
        except TimeoutError:
            process.kill()
            message = b""
        process.wait()
    if not message:
        return "the process that tries it out did not answer"
    answer: control.Ready = control.decode_reply(message)
    return answer.problem


def require_open(tier: str) -> None:
    """Raise SandboxError if a folder that this tier's workers need is closed to them."""
    if closed := closed_folder(tier):
        raise SandboxError(
            f"A submission runs here as a user of its own, and can't reach what it needs. {closed}."
        )


def closed_folder(tier: str) -> str:
    """Which folder that this tier's workers need is closed to them, and what to do; or ''."""
    if not hasattr(os, "fork"):  # there are no workers
        return ""
    closed = reachable.closed_library(libraries(), tier)
    return closed or reachable.closed_scratch(tempfile.gettempdir(), tier)
