"""A worker's scratch folder, and whether the worker has written too much.

Covered: the bytes and the number of files in the folder and, in the tier `dropped`, in /dev/shm.
Not covered: what is written between two counts; only the limit on each file's size bounds that.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass

from autograder.files import leftovers
from autograder.sandbox.inside import control
from autograder.sandbox.inside.jail import INODES
from autograder.sandbox.inside.new_root import SCRATCH

MB = 1 << 20
SHARED_MEMORY = "/dev/shm"  # noqa: S108 - files of a worker's there are swept with it


@dataclass(frozen=True)
class Scratch:
    """The folder a worker may write to. In `namespaces`, a tmpfs inside the worker limits it."""

    path: str
    tier: str
    user: int

    def holds_too_much(self, megabytes: int) -> bool:
        """Whether there are more bytes or more files than a worker may write."""
        if self.tier == control.NAMESPACES:
            return False
        size = count = 0
        for entry in self._entries():
            with contextlib.suppress(FileNotFoundError):
                size += entry.stat(follow_symlinks=False).st_blocks * 512
                count += 1
            if size > megabytes * MB or count > INODES:
                return True
        return False

    def remove(self) -> None:
        """Remove the folder and all that is in it. Its processes have to be gone."""
        if self.tier != control.NAMESPACES:
            # Python's own rmtree gives up on folders a thousand deep.
            subprocess.run(["rm", "-rf", "--", self.path], check=False)  # noqa: S607

    def _entries(self) -> Iterator[os.DirEntry[str]]:
        yield from _below(self.path)
        if self.tier == control.DROPPED:
            for entry in _inside(SHARED_MEMORY):
                with contextlib.suppress(FileNotFoundError):
                    if entry.stat(follow_symlinks=False).st_uid == self.user:
                        yield entry


def make(tier: str, user: int) -> Scratch:
    """A new folder that belongs to the worker's user."""
    if tier == control.NAMESPACES:
        return Scratch(SCRATCH, tier, user)
    path = tempfile.mkdtemp(prefix=leftovers.prefix())
    if tier == control.DROPPED:
        os.chown(path, user, user)
    return Scratch(path, tier, user)


def _below(folder: str) -> Iterator[os.DirEntry[str]]:
    todo = [folder]
    while todo:
        for entry in _inside(todo.pop()):
            yield entry
            if entry.is_dir(follow_symlinks=False):
                todo.append(entry.path)


def _inside(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            # Read no more than needed to decide: a student may have made millions of files.
            return list(itertools.islice(entries, INODES + 1))
    except OSError:  # already removed, not readable for us, or its path is too long
        return []
