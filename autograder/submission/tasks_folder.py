"""Finds the folder with the tasks' files in a submission, or says why there is none."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from autograder.errors import SubmissionRefused
from autograder.submission import copies
from autograder.submission.entries import last_part
from autograder.submission.notebooks import Notebook
from autograder.text.legible import quoted

Files = Mapping[str, bytes]


def find(
    paths: Sequence[str],
    notebooks: Sequence[Notebook],
    stubs: Files,
    problems: Sequence[str],
    hint: Callable[[], str],
) -> str:
    """The prefix of the shallowest folder with a task's file in it: '' or 'repo-main/workbook/'.

    Submitted modules decide; if there are none, the modules that notebooks write. Raises
    `SubmissionRefused` if no folder holds any, or if two do. The sentence is the first of the
    `problems` of notebooks, or ends with a `hint` why what is there does not count.
    """
    real = _holders(paths, stubs)
    if not has_modules(paths, stubs):
        written = [_folder(each.name) + path for each in notebooks for path in each.files]
        modules = [path for path in written if path.endswith(".py")]
        real = _holders(modules, stubs) or real | _holders(written, stubs)
    holders = real or {_folder(path) for path in paths if copies.original(path, stubs)}
    if not holders and problems:
        raise SubmissionRefused(problems[0])
    if not holders:
        raise SubmissionRefused(f"{_nothing_wanted(paths, stubs)} {hint()}".rstrip())
    depth = min(holder.count("/") for holder in holders)
    first, *others = sorted(holder for holder in holders if holder.count("/") == depth)
    if others:
        raise SubmissionRefused(
            f"Both {quoted(first)} and {quoted(others[0])} hold files of the tasks. "
            "Hand in only the folder that counts."
        )
    return first


def placed(
    notebooks: Sequence[Notebook], root: str, stubs: Files, *, beside_modules: bool
) -> list[Notebook]:
    """The notebooks that belong to the tasks' folder, with their files named from there.

    Where modules were submitted, a notebook writes to their folder, even if it lies in another.
    """
    found = []
    for notebook in notebooks:
        start = root if beside_modules else _folder(notebook.name)
        named = {start + path: written for path, written in notebook.files.items()}
        files = {
            path.removeprefix(root): written
            for path, written in named.items()
            if path.startswith(root)
        }
        if notebook.name.startswith(root) or files.keys() & stubs.keys():
            found.append(replace(notebook, files=files))
    return found


def has_modules(paths: Iterable[str], stubs: Files) -> bool:
    """Whether the module of a task was handed in as a file."""
    return any(last_part(path) in stubs and path.endswith(".py") for path in paths)


def _holders(paths: Iterable[str], wanted: Collection[str]) -> set[str]:
    return {_folder(path) for path in paths if last_part(path) in wanted}


def _folder(path: str) -> str:
    return path.removesuffix(last_part(path))


def _nothing_wanted(paths: Sequence[str], wanted: Collection[str]) -> str:
    if not paths:
        return f"The submission is empty. Hand in these files: {', '.join(wanted)}."
    for path in paths:
        if name := copies.near(path, wanted):
            is_case = last_part(path).casefold() == name.casefold()
            why = "capital and small letters in file names have to match"
            return f"There is no {name}, only {quoted(path)}" + (f": {why}." if is_case else ".")
    return (
        f"The submission holds none of the files asked for: {', '.join(wanted)}. "
        "Hand in the folder that holds them, or a zip of it."
    )
