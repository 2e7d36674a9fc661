"""Short hashes of everything that decides a grade, so that a report names its checks and seed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from autograder.course.model import Assignment, Course
from autograder.files.on_disk import files_below

PUBLISHED_SEEDS = {"44d518eeda56ce75a11d0d654c445efdd4d72b8db4f778d6634dde1ab632292a"}
NOT_GRADED_SUFFIXES = {".md", ".ipynb"}  # files for people, which decide no grade


def deciding_files(course: Course, assignment: Assignment) -> Mapping[str, Path]:
    """Every file that decides the assignment's grades: name relative to the course → path.

    These are the hidden checks, the misconceptions, the solutions that both use, and given files
    that graders may read. Lessons, visible tests, right answers, and the solutions of tasks that a
    person grades are left out, since they decide no grade.
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
    """A short hash of all that decides a grade, so that a report names the checks behind it.

    It covers the files of `deciding_files`, and the assignment's entry and the limits in
    grading.yml. The seed has its own fingerprint.
    """
    digest = hashlib.sha256()
    written = [course.limits, course.intake, assignment.forbidden, *assignment.tasks]
    parts = map(repr, written)
    files = deciding_files(course, assignment)
    contents = [part for name, path in files.items() for part in (name.encode(), path.read_bytes())]
    for part in (*map(str.encode, parts), *contents):
        # Hash each part first, so that different sets of files never give the same bytes.
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()[:12]


def seed_fingerprint(assignment: Assignment) -> str:
    """A short hash of the assignment's seed, for reports: the seed itself is secret."""
    digest = hashlib.sha256(b"the seed of an autograder course: " + assignment.seed.encode())
    return f"sha256:{digest.hexdigest()[:12]}"


def is_published(course: Course) -> bool:
    """Whether the course still has the seed published with the kit, which is not secret."""
    digest = hashlib.sha256(b"a published seed: " + course.seed.encode()).hexdigest()
    return digest in PUBLISHED_SEEDS


def _decides(path: Path) -> bool:
    return path.suffix not in NOT_GRADED_SUFFIXES and path.parent.name != "figures"
