"""Folder, zip or file → Submission, or a sentence that refuses it. Nothing is written to disk."""

from __future__ import annotations

import stat
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from autograder.course.schema import IntakeLimits
from autograder.errors import SubmissionRefused
from autograder.submission import (
    choosing,
    contents,
    copies,
    exports,
    folders,
    notebooks,
    taken_names,
    tasks_folder,
    zip_names,
    zips,
)
from autograder.submission.entries import Entry, same_elsewhere
from autograder.submission.notebooks import Notebook, is_notebook
from autograder.text.legible import quoted

# Room in a zip for what is not its files: headers, and what tools leave behind.
ZIP_SLACK = 4 << 20
MAX_NOTES = 5  # of one kind
LFS_POINTER = b"version https://git-lfs.github.com/spec/"


@dataclass(frozen=True)
class Submission:
    """What was handed in. `name` is the path as given; `files` is name → bytes, named from
    the tasks' folder.

    `folder` is the tasks' folder within what was handed in: empty, or with a slash at the end.
    `notes` are for the student and cost nothing.
    """

    name: str
    files: Mapping[str, bytes] = field(repr=False)
    notes: tuple[str, ...] = ()
    folder: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "files", MappingProxyType(dict(self.files)))

    def __reduce__(self) -> tuple[object, ...]:
        # Copied to another process as what it was made of: a mapping proxy can't be pickled.
        return Submission, (self.name, dict(self.files), self.notes, self.folder)


def read(path: Path, stubs: Mapping[str, bytes], limits: IntakeLimits) -> Submission:
    """Read what lies at `path`. Raises `SubmissionRefused` with a sentence for the student.

    `stubs` are the files asked for, as students were given them.
    """
    try:
        found = path.lstat()
    except (OSError, ValueError):  # no such thing, or a name that the system can't even look up
        raise SubmissionRefused(f"There is no file or folder {quoted(str(path))}.") from None
    if stat.S_ISDIR(found.st_mode):
        return _submission(path, folders.files_in(path), stubs, limits)
    folders.refuse_unless_regular(found.st_mode, path.name)
    if is_notebook(path.name) or path.name in stubs or copies.original(path.name, stubs):
        alone = folders.entry(path, path.name, found.st_size)
        return _submission(path, [alone], stubs, limits)
    if not _is_zip(path):
        raise SubmissionRefused(_wrong_kind(path, stubs))
    with zips.files_in(path, max_bytes=(limits.total_mb << 20) + ZIP_SLACK) as files:
        return _submission(path, files, stubs, limits)


def assignment_of(
    path: Path, stubs: Mapping[str, Mapping[str, bytes]], limits: IntakeLimits
) -> str | None:
    """The assignment that the files at `path` belong to; None if they fit none, or several.

    `stubs` are the files to hand in, as students were given them, by assignment.
    """
    counts = {name: _count(path, wanted, limits) for name, wanted in stubs.items()}
    most = max(counts.values(), default=0)
    best = [assignment for assignment, count in counts.items() if count == most]
    return best[0] if most and len(best) == 1 else None


def _count(path: Path, stubs: Mapping[str, bytes], limits: IntakeLimits) -> int:
    """How many of the files are there."""
    try:
        return len(stubs.keys() & read(path, stubs, limits).files.keys())
    except SubmissionRefused:
        return 0


def _is_zip(path: Path) -> bool:
    """Whether it is meant as a zip, by its name or by its first bytes."""
    with folders.open_regular(path, path.name) as opened:
        return path.suffix.lower() == ".zip" or opened.read(2) == b"PK"


def _wrong_kind(path: Path, wanted: Collection[str]) -> str:
    if path.suffix.lower() == ".py":
        return f"{quoted(path.name)} is none of the files asked for: {', '.join(wanted)}."
    return (
        f"{quoted(path.name)} is neither a folder nor a zip. Hand in a folder or a zip "
        f"with these files: {', '.join(wanted)}."
    )


def _submission(
    path: Path, found: Iterable[Entry], stubs: Mapping[str, bytes], limits: IntakeLimits
) -> Submission:
    """Find the folder that holds the tasks, read what is below it, and choose what counts."""
    entries = list(found)
    paths = [entry.path for entry in entries]
    written, problems = _notebooks(entries, stubs, limits)

    def hint() -> str:
        return next(choosing.about_cells({}, written, stubs), "") or exports.hint(entries, limits)

    root = tasks_folder.find(paths, written, stubs, problems, hint)
    beside_modules = tasks_folder.has_modules(paths, stubs)
    written = tasks_folder.placed(written, root, stubs, beside_modules=beside_modules)

    inside = [entry for entry in entries if entry.path.startswith(root)]
    _refuse_too_many(len(inside), limits)
    _refuse_collisions([entry.path for entry in inside])
    read_ = contents.of_all(inside, limits)
    files: Mapping[str, bytes] = {name.removeprefix(root): data for name, data in read_.items()}
    cells, about_files = choosing.from_cells(files, written, stubs)
    files = {**files, **cells}
    _refuse_too_many(len(files), limits)
    _refuse_collisions(list(files))
    files, about_copies = choosing.with_copies(files, stubs)
    guessed = [entry.path.removeprefix(root) for entry in inside if entry.is_guessed]
    kinds = (
        _about_taken(cells),
        about_files,
        about_copies,
        choosing.about_cells(files, written, stubs),
        (f"{problem} Until then it does not count." for problem in problems),
        _about_pointers(files),
        choosing.about_names(_elsewhere(paths, root, cells), files, stubs),
        taken_names.about(files, stubs),
        zip_names.about_guessed(guessed, files),
    )
    notes = tuple(note for kind in kinds for note in islice(kind, MAX_NOTES))
    return Submission(name=str(path), files=files, notes=notes, folder=root)


def _notebooks(
    entries: Sequence[Entry], stubs: Mapping[str, bytes], limits: IntakeLimits
) -> tuple[list[Notebook], list[str]]:
    """What the notebooks write, and why others could not be read; empty notebooks are left out."""
    found: list[Notebook] = []
    problems = []
    remaining = limits.total_mb << 20
    for entry in entries:
        if not is_notebook(entry.path):
            continue
        try:
            data = contents.of(entry, limits, remaining)
            remaining -= len(data)
            if len(entries) == 1 or not notebooks.is_empty(data):
                found.append(notebooks.read(data, entry.path, stubs))
        except SubmissionRefused as refused:
            problems.append(str(refused))
    return found, problems


def _refuse_too_many(count: int, limits: IntakeLimits) -> None:
    if count > limits.files:
        raise SubmissionRefused(
            f"The submission has {count} files; at most {limits.files} can be handed in."
        )


def _refuse_collisions(paths: Sequence[str]) -> None:
    """Raise `SubmissionRefused` if two paths are one, or file and folder, on some system."""
    files: dict[str, str] = {}
    for path in paths:
        key = same_elsewhere(path)
        if key in files:
            raise SubmissionRefused(
                f"{quoted(files[key])} and {quoted(path)} would be one file on some systems. "
                "Hand in only one of them."
            )
        files[key] = path
    for path in paths:
        for folder in PurePosixPath(path).parents:
            if same_elsewhere(str(folder)) in files:
                raise SubmissionRefused(
                    f"{quoted(str(folder))} is both a file and a folder. Rename one of them."
                )


def _elsewhere(paths: Sequence[str], root: str, cells: Iterable[str]) -> Iterator[str]:
    """All files, those in the tasks' folder named from there."""
    yield from dict.fromkeys((*(path.removeprefix(root) for path in paths), *cells))


def _about_taken(cells: Mapping[str, bytes]) -> Iterator[str]:
    if cells:
        taken = ", ".join(quoted(path) for path in islice(cells, MAX_NOTES))
        yield f"Taken from the cells of a notebook: {taken}."


def _about_pointers(files: Mapping[str, bytes]) -> Iterator[str]:
    """Files that stand for others."""
    for name, data in files.items():
        if data.startswith(LFS_POINTER):
            yield f"{quoted(name)} is only a pointer of Git LFS; commit the file itself."
