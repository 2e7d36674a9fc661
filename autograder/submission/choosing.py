"""Chooses what counts as a task's file: the file itself, a notebook's cell, or a copy.

A file that is still as it was given is no answer, so that a cell or a copy with an answer takes its
place. A note says what was chosen or left out where a student could expect otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from autograder.errors import SubmissionRefused
from autograder.submission import copies
from autograder.submission.givens import defined, is_as_given, is_same
from autograder.submission.notebooks import Notebook
from autograder.text.legible import quoted

Files = Mapping[str, bytes]


def from_cells(
    files: Files, notebooks: Sequence[Notebook], stubs: Files
) -> tuple[dict[str, bytes], list[str]]:
    """The files that count from cells, and notes about the other cells.

    Raises `SubmissionRefused` if two notebooks hold different answers and no file decides.
    """
    found: dict[str, bytes] = {}
    writers: dict[str, str] = {}
    notes = []
    for notebook in notebooks:
        for path, written in notebook.files.items():
            given, mine = stubs.get(path, b""), found.get(path, files.get(path))
            data, is_new = written.data, mine is None or is_as_given(mine, given)
            if written.adds:
                start = given if mine is None else mine
                data = start if not is_new and written.data in start else start + written.data
            if is_new and (mine is None or not is_as_given(data, given)):
                found[path], writers[path] = data, notebook.name
            elif is_as_given(data, given) or is_same(data, mine or b""):
                continue
            elif path in found:
                raise SubmissionRefused(
                    f"Both {quoted(writers[path])} and {quoted(notebook.name)} write "
                    f"{quoted(path)}. Hand in only the notebook that counts."
                )
            else:
                notes.append(
                    f"{quoted(path)} counts as it was handed in; "
                    f"a cell of {quoted(notebook.name)} writes something else."
                )
    return found, notes


def with_copies(files: Files, stubs: Files) -> tuple[dict[str, bytes], list[str]]:
    """The files; where one is missing or as it was given, its only copy takes its place."""
    chosen, notes = dict(files), []
    for name, those in copies.answers(files, stubs).items():
        if name in files and not is_as_given(files[name], stubs[name]):
            notes += [
                f"{quoted(path)} was not taken for {name}, which is there too."
                for path in those
                if not is_same(files[path], files[name])
            ]
        elif len(those) == 1:
            chosen[name] = files[those[0]]
            notes.append(f"{quoted(those[0])} was taken for {name}.")
        else:
            listed = " and ".join(map(quoted, those))
            notes.append(f"None of {listed} was taken for {name}. Hand in only one of them.")
    return chosen, notes


def about_cells(files: Files, notebooks: Sequence[Notebook], stubs: Files) -> Iterator[str]:
    """Notes about cells that look like a task's file and write none."""
    for notebook in notebooks:
        yield from notebook.notes
        for name, given in stubs.items():
            names = sorted(defined(given).intersection(notebook.defines))
            if names and is_as_given(files.get(name, b""), given):
                yield (
                    f"{notebook.defines[names[0]]} defines {names[0]}, but does not write {name}: "
                    f"its first line should be `%%writefile {name}`."
                )


def about_names(paths: Iterable[str], files: Files, stubs: Files) -> Iterator[str]:
    """Notes about files with nearly the name of a file without an answer, or in another folder."""
    missing = [name for name in stubs if name not in files]
    unanswered = [name for name in stubs if is_as_given(files.get(name, b""), stubs[name])]
    for path in paths:
        # What students are given may have such names too, in folders of their own.
        name = copies.near(path, missing if "/" in path else unanswered)
        if name and path != name:
            why = "name and folder have to match"
            yield f"{quoted(path)} was not taken for {name}: {why}."
