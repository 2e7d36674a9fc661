"""Makes bundles for tests, in a new process, because making one imports the course's checks."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

from autograder.bundling import otter_zip, zips
from autograder.course.load import load_course


def bundled(root: Path, assignment: str, folder: Path, start: str = "spawn") -> Path:
    """Write the autograder zip of an assignment to `folder`; returns its path. A process that has
    imported what a bundle needs, and has one thread, may `start` the new one by "fork".
    """
    with multiprocessing.get_context(start).Pool(1) as pool:
        return pool.apply(_bundled, (root, assignment, folder))


def _bundled(root: Path, assignment: str, folder: Path) -> Path:
    course = load_course(root)
    path = folder / f"{assignment}-autograder.zip"
    files = otter_zip.build(course, course.assignment(assignment), tier="dropped")
    zips.write(path, files)
    return path
