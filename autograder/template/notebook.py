"""Lesson → notebook and readable lesson, from one text in which lines mark the places of tasks.

The lesson is Markdown as jupytext reads it: fenced Python is a code cell. These lines stand alone:

    <!-- setup -->           the cell that fetches what comes with the notebook
    <!-- task: patterns -->  a cell that writes the task's file, and one that checks it
    <!-- hand in -->         the cell that makes the zip

What a cell draws is described behind the fence, for those who can't see it: ```python alt="…"
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from autograder.course.faults import CourseFault, raise_any
from autograder.course.model import Assignment, Course, Task
from autograder.template.jupyter import jupytext

PICTURES = "figures"  # the folder, among the files that students get
READABLE_LESSON = "lesson.md"
COLAB = "https://colab.research.google.com/github"
MARKER = re.compile(r"^<!-- (setup|hand in|task: (\w+)) -->$", re.MULTILINE)
CHECK, HAND_IN = "%run -e check.py {}", "%run -e check.py\n%run -e check.py --hand-in"

# Runs where only the notebook was opened, as in Colab. It never replaces a file.
# Without the extension, IPython's own %%writefile writes the files.
SETUP = """\
# Run this first. It fetches what comes with the notebook, unless that is there already.
from io import BytesIO
from pathlib import Path
from urllib.request import urlopen
from zipfile import ZipFile

NOTEBOOK, ADDRESS = "{notebook}", "{address}"
if not Path("check.py").exists():
    fetched = [BytesIO(urlopen(ADDRESS).read())] if ADDRESS else []
    for archive in map(ZipFile, [*fetched, *Path().glob("*.zip")]):
        names = archive.namelist()
        top = next((name[: -len(NOTEBOOK)] for name in names if Path(name).name == NOTEBOOK), None)
        for name in names if top is not None and not Path("check.py").exists() else []:
            target = Path(name.removeprefix(top))
            if name.startswith(top) and not name.endswith("/") and not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(archive.read(name))
if not Path("check.py").exists():
    raise SystemExit("Upload the zip that this notebook came in, and run this cell again.")
if Path("lesson_cells.py").exists():
    %load_ext lesson_cells"""


@dataclass(frozen=True)
class Cell:
    """A cell of the lesson. `marker` says for what line of the text it stands, or is empty."""

    kind: str  # code, or markdown
    source: str
    marker: str = ""
    alt: str = ""  # what its pictures show, in words


def file_name(assignment: Assignment) -> str:
    return f"{assignment.name}.ipynb"


def build(course: Course, assignment: Assignment, files: Mapping[str, bytes]) -> bytes:
    """The notebook, the same bytes for the same lesson and `files`. Raises `CourseError`."""
    lesson = course.lesson_file(assignment)
    text = lesson.read_text(encoding="utf-8")
    raise_any(_mistakes(course.shown(lesson), text, assignment))
    taken: Counter[str] = Counter()
    notebook = {
        "cells": [_as_json(cell, taken) for cell in cells_of(text, assignment, files)],
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return (json.dumps(notebook, indent=1, ensure_ascii=False) + "\n").encode()


def readable_lesson(course: Course, assignment: Assignment, files: Mapping[str, bytes]) -> bytes:
    """The lesson as Markdown to be read, with those of its pictures that are in `files`."""
    text = course.lesson_file(assignment).read_text(encoding="utf-8")
    taken: Counter[str] = Counter()
    pieces = []
    for cell in cells_of(text, assignment, files):
        name = _id(cell, taken)
        if cell.kind == "markdown":
            pieces.append(cell.source)
        elif not cell.marker:
            pieces.append(f"```python\n{cell.source}\n```")
            pictures = (f"{PICTURES}/{name}-{number}.png" for number in range(1, 10))
            alt = cell.alt or "What this code draws"
            pieces += [f"![{alt}]({picture})" for picture in pictures if picture in files]
        elif cell.marker == "hand in":
            pieces.append("> Make the zip: `python check.py --hand-in`")
        elif cell.marker.startswith("check "):
            task = assignment.task(cell.marker.removeprefix("check "))
            command = f"`python check.py {task.name}`"
            pieces.append(f"> Write **`{task.file}`**, and look where you are: {command}")
    return ("\n\n".join(pieces) + "\n").encode()


def cells_of(text: str, assignment: Assignment, files: Mapping[str, bytes]) -> Iterator[Cell]:
    """The cells of a lesson in their order, with those that its markers stand for."""
    for cell in jupytext.reads(text, fmt="md").cells:
        if cell.cell_type == "code":
            yield Cell("code", cell.source, alt=cell.metadata.get("alt", ""))
            continue
        pieces = MARKER.split(cell.source)
        # Text and markers in turns; each marker is the whole line, then the name of its task.
        for text_before, marker, task in zip(
            pieces[::3], [*pieces[1::3], ""], [*pieces[2::3], ""], strict=True
        ):
            if text_before.strip():
                yield Cell("markdown", text_before.strip("\n"))
            if marker == "setup":
                if address := _in_colab(assignment):
                    yield Cell("markdown", f"[Open this notebook in Colab]({address})")
                yield Cell("code", _setup(assignment), marker)
            elif marker == "hand in":
                yield Cell("code", HAND_IN, marker)
            elif marker:
                yield from _task_cells(assignment.task(task), files)


def _task_cells(task: Task, files: Mapping[str, bytes]) -> Iterator[Cell]:
    stub = files[task.file].decode().removesuffix("\n")
    yield Cell("code", f"%%writefile {task.file}\n{stub}", f"write {task.name}")
    yield Cell("code", CHECK.format(task.name), f"check {task.name}")


def _setup(assignment: Assignment) -> str:
    address = assignment.starter_url
    if address and not urlsplit(address).path.endswith(".zip"):
        address = f"{address.rstrip('/')}/archive/HEAD.zip"  # of a repository at GitHub
    return SETUP.replace("{notebook}", file_name(assignment)).replace("{address}", address)


def _in_colab(assignment: Assignment) -> str:
    """Where Colab opens the notebook of a repository at GitHub; '' for any other starter."""
    address = urlsplit(assignment.starter_url)
    repository = address.path.strip("/").removesuffix(".git")
    if address.hostname != "github.com" or repository.count("/") != 1:
        return ""
    return f"{COLAB}/{repository}/blob/main/{file_name(assignment)}"


def _as_json(cell: Cell, taken: Counter[str]) -> dict[str, object]:
    source = cell.source.splitlines(keepends=True)
    written: dict[str, object] = {
        "cell_type": cell.kind,
        "id": _id(cell, taken),
        # nbconvert's classic template describes the pictures of a cell by this.
        "metadata": {"alt": cell.alt} if cell.alt else {},
        "source": source,
    }
    return {**written, "execution_count": None, "outputs": []} if cell.kind == "code" else written


def is_marked(cell_id: str) -> bool:
    """Whether the cell stands for a marker, such as a task's, and is not written in the lesson."""
    return re.fullmatch(r"setup|hand-in|(write|check)-.*", cell_id) is not None


def _id(cell: Cell, taken: Counter[str]) -> str:
    """An id of the cell's own text, so that it stays when text before or after changes."""
    name = cell.marker.replace(" ", "-").replace("_", "-")
    name = name or hashlib.sha256(f"{cell.kind}:{cell.source}".encode()).hexdigest()[:8]
    taken[name] += 1
    return name if taken[name] == 1 else f"{name}-{taken[name]}"


def _mistakes(name: str, text: str, assignment: Assignment) -> Iterator[CourseFault]:
    """A sentence for each task, setup or handing in without exactly one place in the lesson."""
    wanted = {"setup", "hand in", *(f"task: {task.name}" for task in assignment.tasks)}
    seen: set[str] = set()
    for match in MARKER.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        if match[1] not in wanted:
            yield CourseFault(name, line, f"there is no task {match[2]!r}; mend the name.")
        elif match[1] in seen:
            yield CourseFault(name, line, f"{match[1]!r} is marked before; keep one of the two.")
        seen.add(match[1])
    for missing in sorted(wanted - seen):
        yield CourseFault(name, 1, f"nothing marks {missing!r}; add the line <!-- {missing} -->.")
