"""The folder of `--record`: a file for each submission, as secret as the hidden checks."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from autograder.files import on_disk

SUFFIX = ".recording"
LONGEST = 60


class RecordingsFolder:
    """Recordings by the paths of their submissions. Others than the owner can't read them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def require(self) -> None:
        """Raises `CommandMisused` if nothing can be written there."""
        on_disk.require_folder(self._folder)

    def add(self, submission: str, data: bytes) -> None:
        """Keep a recording, in place of an earlier one of the same path."""
        path = self._path(submission)
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if not path.exists():
                os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
            on_disk.replace(path, data)
        except OSError as error:
            raise on_disk.unwritable(error, path) from None

    def find(self, submission: str) -> bytes | None:
        """The recording of a submission; None if there is none."""
        try:
            return self._path(submission).read_bytes()
        except FileNotFoundError:
            return None

    def _path(self, submission: str) -> Path:
        # The name is for people; the hash tells submissions of one name apart.
        name = "".join(c if c.isalnum() or c in "-_." else "_" for c in Path(submission).name)
        digest = hashlib.sha256(os.fsencode(submission)).hexdigest()[:12]
        return self._folder / f"{name[:LONGEST]}-{digest}{SUFFIX}"
