"""Writes files below a folder, and lists what is there."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from autograder.errors import CommandMisused

# Dotfiles that a person wrote. All others come from tools: .venv, .pytest_cache â¦
KEPT_DOTFILES = {".github", ".gitignore", ".vscode"}


def write_below(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write `files` (name from `folder` → bytes); missing folders are made.

    Raises `CommandMisused` if something can't be written.
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
    """Check that files can be written below `folder`, without making it.

    Raises `CommandMisused` if they can't.
    """
    there = next(each for each in (folder, *folder.absolute().parents) if each.exists())
    if not there.is_dir():
        raise CommandMisused(f"{there} should be a folder, and a file is in its place.")
    try:
        # Permissions are not enough: the file system may be read-only, or full.
        with tempfile.TemporaryFile(dir=there):
            pass
    except OSError as error:
        raise unwritable(OSError(error.errno, error.strerror), there) from None


def replace(path: Path, data: bytes) -> None:
    """Replace a file at once, so that it is whole at every time. Raises OSError.

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


def replace_private(path: Path, data: bytes) -> None:
    """The same for a file that only its owner can read. Raises `CommandMisused`."""
    try:
        replace(path, data)
        path.chmod(0o600)
    except OSError as error:
        # Not the name that it has while it is written.
        raise unwritable(OSError(error.errno, error.strerror), path) from None


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
    return dict(sorted(found.items()))


def _is_left_behind(name: str) -> bool:
    if name in KEPT_DOTFILES:
        return False
    return name == "__pycache__" or name.startswith(".") or name.endswith(".pyc")
