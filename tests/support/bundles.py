"""Makes bundles for tests, in a new process, because making one imports the course's checks."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

from autograder.bundling import otter_zip, zips
from autograder.course.load import load_course


def bundled(root: Path, assignment: str, folder: Path) -> Path:
    """Write the autograder zip of an assignment to `folder`; returns its path."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_bundled, (root, assignment, folder))


def _bundled(root: Path, assignment: str, folder: Path) -> Path:
    course = load_course(root)
    path = folder / f"{assignment}-autograder.zip"
    files = otter_zip.build(course, course.assignment(assignment), tier="dropped")
    zips.write(path, files)
    return path
