"""Programs that tests start warm are what they would have been, but for what is imported."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.slow(6),
    pytest.mark.torch,
    pytest.mark.warm_programs("program.py", "program", "-c"),
]

PROGRAM = """
import atexit, json, os, sys, threading
atexit.register(print, "at exit")
print(json.dumps({
    "argv": sys.argv, "name": __name__, "file": globals().get("__file__"), "folder": os.getcwd(),
    "path": [each for each in sys.path if not each.endswith("tests/support/warm")],
    "said": sys.stdin.read(), "mine": os.environ.get("MINE"), "streams": [
        (each.encoding, each.errors, each.isatty()) for each in (sys.stdin, sys.stdout, sys.stderr)
    ],
    "flags": [sys.flags.safe_path, sys.dont_write_bytecode], "files": sorted(os.listdir(".")),
    "threads": threading.active_count(),
}))
sys.stderr.write("fi\\xf1\\n")
print("torch" in sys.modules)
"""
STARTS = {
    "a script": ("program.py", "one", "-m"),
    "a module": ("-m", "program", "one"),
    "a module, safely": ("-P", "-m", "json.tool", "--help"),  # is not named: it starts cold
    "a text": ("-B", "-c", PROGRAM, "one"),
}


def started(folder: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env={**os.environ, **environment},
        input="hello",
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=100,
    )


def cold(folder: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return started(folder, *command, **environment, WARM_START_PROGRAMS="")


@pytest.mark.parametrize("command", STARTS.values(), ids=STARTS)
def test_a_program_finds_what_it_would_have_found(tmp_path, command):
    (tmp_path / "program.py").write_text(PROGRAM)
    environment = {"MINE": "1", "PYTHONIOENCODING": "utf-8:replace", "PYTHONDONTWRITEBYTECODE": "1"}

    warm = started(tmp_path, *command, **environment)
    other = cold(tmp_path, *command, **environment)

    assert (warm.returncode, warm.stderr) == (0, other.stderr)
    assert warm.stdout.replace("\nTrue\n", "\nFalse\n") == other.stdout
    is_warm = "json.tool" not in command
    assert ("\nTrue\n" in warm.stdout) == is_warm
    if is_warm:
        assert json.loads(warm.stdout.splitlines()[0])["said"] == "hello"
        assert warm.stdout.endswith("at exit\n")


@pytest.mark.parametrize(
    "ends",
    [
        "sys.exit()",
        "sys.exit(3)",
        "sys.exit('a sentence')",
        "raise ValueError('no')",
        "os._exit(4)",
        "threading.Thread(target=lambda: (time.sleep(0.2), print('late'))).start()",
        "print('printed, and then'); os.kill(os.getpid(), signal.SIGTERM)",
    ],
)
def test_it_ends_as_it_would_have_ended(tmp_path, ends):
    text = f"import os, signal, sys, threading, time\nprint('begun', flush=True)\n{ends}"

    warm, other = (start(tmp_path, "-c", text) for start in (started, cold))

    codes = {other.returncode, 128 - other.returncode}  # of a signal, as a shell says it
    assert warm.returncode in codes
    assert warm.stdout == other.stdout
    assert warm.stderr.splitlines()[-1:] == other.stderr.splitlines()[-1:]


@pytest.mark.cold_start
def test_none_starts_warm_where_a_cold_start_is_asked_for(tmp_path):
    (tmp_path / "program.py").write_text(PROGRAM)

    assert "\nFalse\n" in started(tmp_path, "program.py").stdout
