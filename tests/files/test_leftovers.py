"""What a killed run has left is cleared by the next; what is anybody's else is not."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from autograder.files import leftovers
from autograder.sandbox import aftermath, cgroups

DIES = """
import os, signal, sys, tempfile
from autograder.files import leftovers
from autograder.sandbox import cgroups
folder = tempfile.mkdtemp(prefix=leftovers.prefix())
open(os.path.join(folder, "file"), "w").close()
group = cgroups.make(memory_mb=100, processes=10)
print(folder, *(group.folders if group else ()), flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return tmp_path


def test_the_next_run_clears_what_a_killed_one_has_left(temporary):
    ran = subprocess.run([sys.executable, "-c", DIES], capture_output=True, text=True, check=False)
    left = [Path(path) for path in ran.stdout.split()]
    assert left, ran.stderr
    assert all(path.is_dir() for path in left)

    aftermath.clear()

    assert not [path for path in left if path.exists()]


def test_what_has_a_living_owner_or_is_not_ours_stays(temporary):
    machine, pid = leftovers.prefix().split("-")[1:3]
    others = [
        temporary / f"autograder-00000000-{2**22 + 1}-5-x",  # of another machine
        temporary / "autograder-x",
        temporary / "notes",
    ]
    for path in others:
        path.mkdir()
    group = cgroups.make(memory_mb=100, processes=10)
    with leftovers.temporary_folder() as mine:
        aftermath.clear()

        assert Path(mine).is_dir()
    assert all(path.is_dir() for path in others)
    assert group is None or all(folder.is_dir() for folder in group.folders)
    if group:
        group.remove()
    assert pid == str(os.getpid())
    # The number of a process that is gone may be another's by now.
    assert leftovers.is_abandoned(f"autograder-{machine}-{pid}-1-x")
    assert not leftovers.is_abandoned(f"{leftovers.prefix()}x")
