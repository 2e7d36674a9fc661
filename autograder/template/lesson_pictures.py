"""Lesson → pictures: runs its notebook, and keeps what it draws for the readable lesson."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from pathlib import Path

import nbclient
from PIL import Image

from autograder.course.model import Assignment, Course
from autograder.errors import CourseError
from autograder.files import leftovers
from autograder.files.on_disk import write_below
from autograder.template import build, notebook
from autograder.template.jupyter import nbformat


def draw(course: Course, assignment: Assignment) -> int:
    """Draw every picture of the lesson anew; gives how many there are. Raises `CourseError`."""
    pictures = dict(_drawn(course, assignment))
    folder = course.given_folder(assignment) / notebook.PICTURES
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*.png"):
        if path.name not in pictures:
            path.unlink()
    for name, content in pictures.items():
        (folder / name).write_bytes(content)
    return len(pictures)


def _drawn(course: Course, assignment: Assignment) -> Iterator[tuple[str, bytes]]:
    files = build.template(course, assignment)
    source = files[notebook.file_name(assignment)].decode()
    read = nbformat.reads(source, as_version=4)  # type: ignore[no-untyped-call]
    # The cells of the tasks have nothing to show: they hold stubs.
    read.cells = [cell for cell in read.cells if not notebook.is_marked(cell.id)]
    with leftovers.temporary_folder() as folder:
        write_below(Path(folder), files)
        client = nbclient.NotebookClient(read, resources={"metadata": {"path": folder}})
        try:
            client.execute()
        except nbclient.exceptions.CellExecutionError as error:
            name = course.shown(course.lesson_file(assignment))
            raise CourseError(f"{name}:1: a cell does not run:\n{error}") from None
    for cell in read.cells:
        outputs = [each.data for each in cell.get("outputs", ()) if "data" in each]
        pictures = [data["image/png"] for data in outputs if "image/png" in data]
        for number, picture in enumerate(pictures, start=1):
            yield f"{cell.id}-{number}.png", _small(base64.b64decode(picture))


def _small(picture: bytes) -> bytes:
    """The same picture in 256 colours: a third of the bytes, and no difference to the eye."""
    small = io.BytesIO()
    Image.open(io.BytesIO(picture)).convert("RGB").quantize(256).save(small, "PNG", optimize=True)
    return small.getvalue()
