"""Servers from which grader processes, programs and zygotes are forked: see `warm/server.py`, the
fixtures `warm_servers` and `warm_start`, and the mark `warm_programs`. All that a test starts finds
the modules of `warm/` first: one of them spares it the slowest import of Jupyter's.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import autograder
from autograder.sandbox import launcher

WARM = Path(__file__).parent / "warm"
START_SECONDS = 120.0
IS_POSSIBLE = hasattr(os, "pidfd_open")  # on Linux
# Without `-P`, which would hold for all that is forked.
PROGRAMS = """
import sys
sys.path[0] = {warm!r}
import server
server.programs({address!r}, {imports})
"""
# What a server imports for all that it forks.
IMPORTS = {
    "engines": ["autograder.grading.run", "autograder.verification.verify", "autograder.cli"],
    "programs": ["numpy", "PIL.Image", "torch", "pytest", "first_mode"],
    "otters": ["numpy", "PIL.Image", "torch", "pytest", "first_mode", "otter.cli"],  # and kernels
}
# As `launcher.BOOT`: nothing is imported that a zygote does not import.
ZYGOTES = """
import sys
sys.path[:0] = [{sandbox!r}, *{libraries!r}]
from inside import control, zygote
sys.path.remove({sandbox!r})
server = {{"__name__": "server"}}
exec({source!r}, server)
server["zygotes"]({address!r}, zygote)
"""


@contextmanager
def servers() -> Iterator[Mapping[str, str]]:
    """Start all. Gives the environment variables that let grader processes start from them.

    With `WARM_START_PROGRAMS`, others do so too: the names of scripts and modules, and `-c`.
    """
    with (
        tempfile.TemporaryDirectory(prefix="warm-start-") as folder,
        contextlib.ExitStack() as ends,
    ):
        programs = {
            name: PROGRAMS.format(warm=str(WARM), address=f"{folder}/{name}", imports=imports)
            for name, imports in IMPORTS.items()
        }
        zygotes = ZYGOTES.format(
            sandbox=str(launcher.SANDBOX),
            libraries=launcher.libraries(),
            source=(WARM / "server.py").read_text(),
            address=f"{folder}/zygotes",
        )
        for options, environment in (
            *((("-c", text), dict(os.environ)) for text in programs.values()),
            (("-I", "-S", "-c", zygotes), launcher._environment()),
        ):
            ends.enter_context(_running(options, environment))
        for name in (*IMPORTS, "zygotes"):
            _await(Path(folder, name))
        earlier = os.environ.get("PYTHONPATH", "")
        yield {
            "WARM_START": folder,
            "WARM_START_ENGINE": str(autograder.__file__),
            "WARM_START_PREFIX": sys.prefix,
            "PYTHONPATH": os.pathsep.join(filter(None, (str(WARM), earlier))),
        }


@contextmanager
def _running(options: Sequence[str], environment: Mapping[str, str]) -> Iterator[None]:
    process = subprocess.Popen(
        [sys.executable, *options], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
        env=environment, cwd="/", start_new_session=True,
    )  # fmt: skip
    try:
        yield
    finally:
        assert process.stdin is not None
        process.stdin.close()
        process.wait(20)


def _await(address: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not address.exists():
        assert time.monotonic() < deadline, f"no server at {address}"
        time.sleep(0.05)
