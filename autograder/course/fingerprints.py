"""What decides a grade, as short hashes: a report names the checks and the seed behind it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from autograder.course.model import Assignment, Course
from autograder.files.on_disk import files_below

PUBLISHED_SEEDS = {"44d518eeda56ce75a11d0d654c445efdd4d72b8db4f778d6634dde1ab632292a"}
NOT_GRADED_SUFFIXES = {".md", ".ipynb"}  # for people to read: they decide no grade


def deciding_files(course: Course, assignment: Assignment) -> Mapping[str, Path]:
    """Name from the course's root → path of every file that decides the assignment's grades.

    Hidden checks, known mistakes, the solutions that both are compared with, and what graders may
    read of what students are given. Not what teaches or proves: lessons, visible tests, other
    right answers; and no solution of a task that a person grades.
    """
    home = course.assignment_folder(assignment)
    folders = (
        home / "graders",
        home / "misconceptions",
        course.given_folder(assignment),
        course.solution_folder(assignment),
    )
    found = [path for folder in folders for path in files_below(folder).values()]
    return {course.shown(path): path for path in found if _decides(path)}


def fingerprint(course: Course, assignment: Assignment) -> str:
    """A short hash of all that decides a grade, so that every grade names the checks that made it.

    It covers the files of `deciding_files`, and what grading.yml says of the assignment and of
    limits; not the seed, which has a fingerprint of its own.
    """
    digest = hashlib.sha256()
    written = [course.limits, course.intake, assignment.forbidden, *assignment.tasks]
    parts = map(repr, written)
    files = deciding_files(course, assignment)
    contents = [part for name, path in files.items() for part in (name.encode(), path.read_bytes())]
    for part in (*map(str.encode, parts), *contents):
        # Hashed one by one, so that no two different sets of files make the same stream of bytes.
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()[:12]


def seed_fingerprint(assignment: Assignment) -> str:
    """A short hash that tells two seeds apart. Reports show it: the seed itself is a secret."""
    digest = hashlib.sha256(b"the seed of an autograder course: " + assignment.seed.encode())
    return f"sha256:{digest.hexdigest()[:12]}"


def is_published(course: Course) -> bool:
    """Whether the course has the seed that the kit comes with, which is no secret."""
    digest = hashlib.sha256(b"a published seed: " + course.seed.encode()).hexdigest()
    return digest in PUBLISHED_SEEDS


def _decides(path: Path) -> bool:
    return path.suffix not in NOT_GRADED_SUFFIXES and path.parent.name != "figures"
