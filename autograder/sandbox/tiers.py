"""Chooses the strongest isolation tier that works on this machine.

`problem_with` tries a tier out in a short-lived process (`inside.probe`). The head of
`inside/jail.py` says what each tier covers and what it does not.
"""

from __future__ import annotations

import os
import socket

from autograder.errors import SandboxError
from autograder.sandbox.inside import control
from autograder.sandbox.inside.control import TIERS
from autograder.sandbox.launcher import start_inside

PROBE_SECONDS = 30.0
WARNING = (
    "Isolation is only `process`: a hostile submission could read your files and change its grade. "
    "Grade only code that you trust, or grade on Linux as root or with user namespaces."
)


def choose(required: str | None = None) -> str:
    """The strongest tier that works here. Raises SandboxError if it is weaker than `required`."""
    reasons = []
    for tier in TIERS:
        problem = problem_with(tier)
        if not problem:
            return tier
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
