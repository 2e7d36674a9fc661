"""Folder, zip or file → Submission, or a sentence that refuses it. Nothing is written to disk.

Of a notebook, the modules are taken that its cells write, unless modules were handed in beside it.
"""

from __future__ import annotations

import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path, PurePosixPath

from autograder.course_files.sections import IntakeLimits
from autograder.errors import SubmissionRefused
from autograder.frozen_mapping import FrozenMapping
from autograder.handed_in import folders, notebooks, taken_names, zips
from autograder.handed_in.entries import Entry, same_elsewhere, shown

# Room in a zip for what is not its files: headers, and what tools leave behind.
ZIP_SLACK = 4 << 20
MAX_NOTES = 5
LFS_POINTER = b"version https://git-lfs.github.com/spec/"


@dataclass(frozen=True)
class Submission:
    """What was handed in. `name` is the path as given; `files` are named from where the tasks lie.

    `folder` is where that is, within what was handed in: empty, or with a slash at the end.
    `notes` are remarks for the student that cost nothing.
    """

    name: str
    files: Mapping[str, bytes] = field(repr=False)
    notes: tuple[str, ...] = ()
    folder: str = ""


def read(path: Path, task_files: Sequence[str], limits: IntakeLimits) -> Submission:
    """Take in what lies at `path`. Raises `SubmissionRefused` with a sentence for the student."""
    try:
        found = path.lstat()
    except (OSError, ValueError):  # no such thing, or a name that the system can't even look up
        raise SubmissionRefused(f"There is no file or folder {shown(str(path))}.") from None
    if stat.S_ISDIR(found.st_mode):
        return _submission(path, folders.files_in(path), task_files, limits)
    folders.refuse_unless_regular(found.st_mode, path.name)
    if path.name in task_files or _is_notebook(path.name):
        alone = folders.entry(path, path.name, found.st_size)
        return _submission(path, [alone], task_files, limits)
    if not _is_zip(path):
        raise SubmissionRefused(_wrong_kind(path, task_files))
    with zips.files_in(path, max_bytes=(limits.total_mb << 20) + ZIP_SLACK) as files:
        return _submission(path, files, task_files, limits)


def assignment_of(
    path: Path, files: Mapping[str, Sequence[str]], limits: IntakeLimits
) -> str | None:
    """The assignment that what lies at `path` is for, by its files; None if unclear.

    `files` are the names of the files to hand in, by assignment.
    """
    counts = {name: _count(path, wanted, limits) for name, wanted in files.items()}
    most = max(counts.values(), default=0)
    best = [assignment for assignment, count in counts.items() if count == most]
    return best[0] if most and len(best) == 1 else None


def _count(path: Path, task_files: Sequence[str], limits: IntakeLimits) -> int:
    """How many of the files were handed in."""
    try:
        return len(set(task_files).intersection(read(path, task_files, limits).files))
    except SubmissionRefused:
        return 0


def _is_zip(path: Path) -> bool:
    """Is it meant as a zip, by its name or by its first bytes?"""
    with folders.open_regular(path, path.name) as opened:
        return path.suffix.lower() == ".zip" or opened.read(2) == b"PK"


def _wrong_kind(path: Path, task_files: Sequence[str]) -> str:
    if path.suffix.lower() == ".py":
        return f"{shown(path.name)} is none of the files asked for: {', '.join(task_files)}."
    return (
        f"{shown(path.name)} is neither a folder nor a zip. Hand in a folder or a zip "
        f"with these files: {', '.join(task_files)}."
    )


def _submission(
    path: Path, found: Iterable[Entry], task_files: Sequence[str], limits: IntakeLimits
) -> Submission:
    """Find the folder that holds the tasks, and read what is below it."""
    entries = list(found)
    from_cells = _from_notebooks(entries, task_files, limits)
    entries += from_cells
    root = _root([entry.path for entry in entries], task_files)
    inside = [entry for entry in entries if entry.path.startswith(root)]
    if len(inside) > limits.files:
        raise SubmissionRefused(
            f"The submission has {len(inside)} files; at most {limits.files} can be handed in."
        )
    _refuse_collisions([entry.path for entry in inside])
    files = {entry.path.removeprefix(root): data for entry, data in _contents(inside, limits)}
    notes = _notes((entry.path for entry in entries), files, task_files)
    notes += tuple(islice(taken_names.about(files), MAX_NOTES))
    if from_cells:
        taken = ", ".join(shown(entry.path) for entry in from_cells[:MAX_NOTES])
        notes = (f"Taken from the cells of a notebook: {taken}.", *notes)
    return Submission(name=str(path), files=FrozenMapping(files), notes=notes, folder=root)


def _is_notebook(name: str) -> bool:
    return name.lower().endswith(".ipynb")


def _from_notebooks(
    entries: Sequence[Entry], task_files: Sequence[str], limits: IntakeLimits
) -> list[Entry]:
    """What the cells of notebooks write, where no module of a task was handed in at all."""
    present = {entry.path for entry in entries}
    if any(_name(path) in task_files and path.endswith(".py") for path in present):
        return []
    written: dict[str, str] = {}
    found = []
    room = limits.total_mb << 20
    for notebook in filter(lambda entry: _is_notebook(entry.path), entries):
        data = _bytes(notebook, limits, room)
        room -= len(data)
        folder = notebook.path[: -len(_name(notebook.path))]
        for name, source in notebooks.files_in(data, notebook.path).items():
            path = folder + name
            if path in written:
                raise SubmissionRefused(
                    f"Both {shown(written[path])} and {shown(notebook.path)} write {shown(name)}. "
                    "Hand in only the notebook that counts."
                )
            written[path] = notebook.path
            if path not in present:
                found.append(Entry(path, len(source), partial(iter, [source])))
    return found


def _refuse_collisions(paths: Sequence[str]) -> None:
    """No two paths would be one file, or a file and a folder, on any system."""
    files: dict[str, str] = {}
    for path in paths:
        key = same_elsewhere(path)
        if key in files:
            raise SubmissionRefused(
                f"{shown(files[key])} and {shown(path)} would be one file on some systems. "
                "Hand in only one of them."
            )
        files[key] = path
    for path in paths:
        for folder in PurePosixPath(path).parents:
            if same_elsewhere(str(folder)) in files:
                raise SubmissionRefused(
                    f"{shown(str(folder))} is both a file and a folder. Rename one of them."
                )


def _root(paths: Sequence[str], task_files: Sequence[str]) -> str:
    """The prefix of the shallowest folder with a task's file in it: '' or 'repo-main/workbook/'."""
    holders = {path[: -len(name)] for path in paths for name in [_name(path)] if name in task_files}
    if not holders:
        raise SubmissionRefused(_nothing_wanted(paths, task_files))
    depth = min(holder.count("/") for holder in holders)
    first, *others = sorted(holder for holder in holders if holder.count("/") == depth)
    if others:
        raise SubmissionRefused(
            f"Both {shown(first)} and {shown(others[0])} hold files of the tasks. "
            "Hand in only the folder that counts."
        )
    return first


def _nothing_wanted(paths: Sequence[str], task_files: Sequence[str]) -> str:
    if not paths:
        return f"The submission is empty. Hand in these files: {', '.join(task_files)}."
    for wanted in task_files:
        for path in paths:
            if _name(path).casefold() == wanted.casefold():
                return (
                    f"There is no {wanted}, only {shown(path)}: "
                    "capital and small letters in file names have to match."
                )
    return (
        f"The submission holds none of the files asked for: {', '.join(task_files)}. "
        "Hand in the folder that holds them, or a zip of it."
    )


def _contents(entries: Sequence[Entry], limits: IntakeLimits) -> Iterator[tuple[Entry, bytes]]:
    """All bytes, counted while they are read: the sizes that were claimed only refuse early."""
    room = limits.total_mb << 20
    if sum(entry.size for entry in entries) > room:
        raise SubmissionRefused(_too_large_together(limits))
    for entry in entries:
        data = _bytes(entry, limits, room)
        room -= len(data)
        yield entry, data


def _bytes(entry: Entry, limits: IntakeLimits, room: int) -> bytes:
    most = limits.file_mb << 20
    too_large = (
        f"{shown(entry.path)} has more than {limits.file_mb} MB, which is the most for one file."
    )
    if entry.size > most:
        raise SubmissionRefused(too_large)
    data = bytearray()
    for chunk in entry.chunks():
        data += chunk
        if len(data) > most:
            raise SubmissionRefused(too_large)
        if len(data) > room:
            raise SubmissionRefused(_too_large_together(limits))
    return bytes(data)


def _too_large_together(limits: IntakeLimits) -> str:
    return f"The files together have more than {limits.total_mb} MB, which is the most."


def _notes(
    paths: Iterable[str], files: Mapping[str, bytes], task_files: Sequence[str]
) -> tuple[str, ...]:
    """Files that stand for others, or look like a missing task's but are called otherwise."""
    pointers = (name for name in task_files if files.get(name, b"").startswith(LFS_POINTER))
    missing = {name.casefold(): name for name in task_files if name not in files}
    alike = (path for path in paths if _name(path).casefold() in missing)
    return tuple(
        f"{shown(name)} is only a pointer of Git LFS; commit the file itself." for name in pointers
    ) + tuple(
        f"{shown(path)} was not taken for {missing[_name(path).casefold()]}: "
        "name and folder have to match."
        for path in islice(alike, MAX_NOTES)
    )


def _name(path: str) -> str:
    return path.rpartition("/")[2]
