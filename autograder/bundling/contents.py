"""The allow-lists: what may be in a bundle, and where it comes from. Nothing else gets in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import yaml

from autograder.course import fingerprints, grading_yml
from autograder.course.model import Assignment, Course
from autograder.errors import CourseError
from autograder.files.on_disk import files_below
from autograder.template import build
from autograder.version import DISTRIBUTION, version

ENGINE = Path(__file__).parents[1]
# Of a zip for otter and Gradescope: names from its root. `{}` is the assignment.
AUTOGRADER_ZIP = (
    r"setup\.sh|run_autograder|requirements\.txt|otter_config\.json|failed\.json",
    r"tests/\w+\.py",
    r"files/{}\.ipynb",
    r"engine/pyproject\.toml",
    r"engine/autograder/([\w-]+/)*[\w-]+(\.(py|ini|sh|html|css|md|(a11y\.)?min\.js|typed))?",
    r"course/grading\.yml",
    r"course/assignments/{}/(graders|misconceptions|given)/.+",
    r"course/solutions/{}/[^/]+",
)
# Folders of the engine with files that authors start from, or hand on to students.
FOR_AUTHORS = ("template/given/", "skeleton/")
PYPROJECT = """\
[build-system]
requires = ["setuptools>=77"]
build-backend = "setuptools.build_meta"

# What it needs is pinned in requirements.txt beside it.
[project]
name = "{name}"
version = "{version}"
requires-python = ">=3.11"

[tool.setuptools.packages.find]
include = ["autograder*"]

[tool.setuptools.package-data]
"*" = ["*.ini", "*.sh", "run_autograder"]
"""


def student_files(course: Course, assignment: Assignment) -> Mapping[str, bytes]:
    """What students start from, in a folder named after the assignment."""
    files = build.template(course, assignment)
    return {f"{assignment.name}/{name}": data for name, data in files.items()}


def course_files(course: Course, assignment: Assignment) -> Mapping[str, bytes]:
    """All files of a course that one assignment needs to be graded, and none of the others."""
    deciding = fingerprints.deciding_files(course, assignment)
    files = {name: path.read_bytes() for name, path in deciding.items()}
    for task in assignment.tasks:
        if task.graded_by == "person":  # a course must have the file; its answers are not needed
            path = course.solution_file(assignment, task)
            files[course.shown(path)] = build.stub(course, path).encode()
    files[grading_yml.FILE_NAME] = _grading_yml(course, assignment)
    return files


def engine_files() -> Mapping[str, bytes]:
    """The engine, to be installed where grading takes place: without what only authors need."""
    files = {
        f"autograder/{name}": path.read_bytes()
        for name, path in files_below(ENGINE).items()
        if not name.startswith(FOR_AUTHORS)
    }
    pyproject = PYPROJECT.format(name=DISTRIBUTION, version=version())
    return {**files, "pyproject.toml": pyproject.encode()}


def refuse_unlisted(assignment: Assignment, names: Iterable[str]) -> None:
    """Raise `CourseError` if a name is on no allow-list of zips that grade."""
    allowed = [re.compile(each.replace("{}", assignment.name)) for each in AUTOGRADER_ZIP]
    for name in names:
        if not any(each.fullmatch(name) for each in allowed):
            raise CourseError(f"{name} is not allowed in a bundle; see autograder/bundling.")


def _grading_yml(course: Course, assignment: Assignment) -> bytes:
    """grading.yml with this assignment alone, and its own seed in place of the course's.

    What a right answer in words has is left out: nobody reads answers where the bundle goes.
    """
    written, _ = grading_yml.read(course.root)
    data = written.model_dump(mode="json", exclude_unset=True)
    mine = {**data["assignments"][assignment.name], "seed": assignment.seed}
    mine["tasks"] = {
        name: {key: value for key, value in task.items() if key != "rubric"}
        for name, task in mine["tasks"].items()
    }
    data |= {"seed": assignment.seed, "assignments": {assignment.name: mine}}
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True).encode()
