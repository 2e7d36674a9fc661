"""Files by name, and folders: writing the one below the other, and listing what is there."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from autograder.errors import CommandMisused
from autograder.frozen_mapping import FrozenMapping

# Names with a dot in front that somebody wrote. All others come from tools: .venv, .pytest_cache …
KEPT_DOTFILES = {".github", ".gitignore", ".vscode"}


def write_below(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write `files`, by their names from `folder`; missing folders are made.

    Raises `CommandMisused` where that can't be.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    except OSError as error:
        raise unwritable(error, folder) from None


def require_folder(folder: Path) -> None:
    """See that files can be written below `folder`, before there are any. It is not made yet.

    Raises `CommandMisused` if they can't.
    """
    there = next(each for each in (folder, *folder.absolute().parents) if each.exists())
    if not there.is_dir():
        raise CommandMisused(f"{there} should be a folder, and a file is in its place.")
    try:
        # Rights alone don't tell: the system may be read-only, or full.
        with tempfile.TemporaryFile(dir=there):
            pass
    except OSError as error:
        raise unwritable(OSError(error.errno, error.strerror), there) from None


def replace(path: Path, data: bytes) -> None:
    """Put a file into another's place at once, so that there is always a whole one. Raises OSError.

    A link stays a link, and the file keeps its mode.
    """
    path = Path(os.path.realpath(path))
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_bytes(data)
        if path.exists():
            shutil.copymode(path, beside)
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def unwritable(error: OSError, path: Path) -> CommandMisused:
    """Why nothing can be written there, in a sentence."""
    place = Path(os.fsdecode(error.filename)) if isinstance(error.filename, str | bytes) else path
    if isinstance(error, NotADirectoryError | FileExistsError):
        return CommandMisused(f"{place} should be a folder, and a file is in its place.")
    reason = (error.strerror or str(error)).lower()
    return CommandMisused(f"{place} can't be written: {reason}. Name another place.")


def files_below(folder: Path) -> Mapping[str, Path]:
    """Relative name → path of every file in `folder`, sorted, without what tools leave behind."""
    found: dict[str, Path] = {}
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not _is_left_behind(name)]
        for name in files:
            path = Path(place, name)
            if not _is_left_behind(name):
                found[path.relative_to(folder).as_posix()] = path
    return FrozenMapping(dict(sorted(found.items())))


def _is_left_behind(name: str) -> bool:
    if name in KEPT_DOTFILES:
        return False
    return name == "__pycache__" or name.startswith(".") or name.endswith(".pyc")
