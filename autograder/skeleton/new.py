"""Writes a new course, or a new assignment into a course, from the files beside this module.

    course/              the files of a course without assignments
    section/grading.yml  an assignment's section in it
    assignment/          an assignment's folder in assignments/, and its solutions

In their text, TITLE, ASSIGNMENT, SEED and ENGINE stand for what is known only now. Nothing that
exists is ever replaced.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path

import yaml

from autograder.course.grading_yml import FILE_NAME
from autograder.course.load import load_course
from autograder.course.model import SHARED, Assignment, Course
from autograder.course.schema import plain_name
from autograder.errors import CommandMisused
from autograder.files.on_disk import files_below, require_folder, write_below
from autograder.template import build
from autograder.version import DISTRIBUTION

HERE = Path(__file__).parent
SECTION = HERE / "section" / FILE_NAME
SOLUTIONS = "solutions/"  # in assignment/, in front of files that go to the course's solutions

FIRST = "first_steps"  # the assignment of a new course
COURSE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def new_course(folder: Path) -> Course:
    """Write a course with one assignment into a new `folder`. Raises `CommandMisused`."""
    name = folder.resolve().name
    if not COURSE_NAME.fullmatch(name):
        raise CommandMisused(
            f"{name!r} is no name for a course's folder; use letters, digits, - and _."
        )
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CommandMisused(f"{folder} exists already; name a folder that does not.")
    require_folder(folder)
    words = {"TITLE": _title(name), "SEED": secrets.token_hex(16), "ENGINE": _engine()}
    files = _filled_in(HERE / "course", words)
    files[FILE_NAME] += _section(FIRST).encode()
    write_below(folder, {**files, **_assignment_files(FIRST)})
    return _with_template(folder, FIRST)


def new_assignment(root: Path, name: str) -> Course:
    """Write another assignment into the course in `root`. Raises `CommandMisused`, CourseError."""
    course = load_course(root)  # a course with a fault is mended first
    try:
        plain_name(name)
    except ValueError as why:
        raise CommandMisused(f"{name!r} {why}.") from None
    if name == SHARED:
        raise CommandMisused(
            f"{name!r} is the folder of files for all assignments; choose another."
        )
    if name in course.assignments:
        raise CommandMisused(
            f"{FILE_NAME} has an assignment {name!r} already; choose another name."
        )
    files = _assignment_files(name)
    taken = [
        place for place in ("assignments", "solutions") if (course.root / place / name).exists()
    ]
    if taken:
        raise CommandMisused(f"{taken[0]}/{name} exists already; choose another name.")
    grading = course.root / FILE_NAME
    text = _with_section(grading.read_text(encoding="utf-8-sig"), _section(name))
    write_below(course.root, {**files, FILE_NAME: text.encode()})
    return _with_template(course.root, name)


def _with_template(root: Path, name: str) -> Course:
    course = load_course(root)
    build.write(course, course.assignment(name))
    return course


def first_of(course: Course) -> Assignment:
    """The assignment that a new course has."""
    return course.assignment(FIRST)


def _engine() -> str:
    """The engine as a line for pip, if it was installed from a repository; else what to write."""
    try:
        written = metadata.distribution(DISTRIBUTION).read_text("direct_url.json") or "{}"
    except metadata.PackageNotFoundError:
        written = "{}"
    origin = json.loads(written)
    if vcs := origin.get("vcs_info"):
        return f"{DISTRIBUTION} @ {vcs['vcs']}+{origin['url']}@{vcs['commit_id']}"
    return (
        "# It is not known where yours came from. Write a line like this one without its number\n"
        f"# sign: {DISTRIBUTION} @ git+https://github.com/<owner>/<repository>@<commit>"
    )


def _title(name: str) -> str:
    """`attention_by-hand` → "Attention by hand"."""
    words = re.sub(r"[-_.]+", " ", name).strip()
    return words[:1].upper() + words[1:]


def _assignment_files(name: str) -> dict[str, bytes]:
    """The files of an assignment: names relative to the course."""
    found = _filled_in(HERE / "assignment", {"TITLE": _title(name), "ASSIGNMENT": name})
    return {_place(file, name): data for file, data in found.items()}


def _place(file: str, assignment: str) -> str:
    if file.startswith(SOLUTIONS):
        return f"solutions/{assignment}/{file.removeprefix(SOLUTIONS)}"
    return f"assignments/{assignment}/{file}"


def _section(name: str) -> str:
    text = SECTION.read_text(encoding="utf-8")
    return _replaced(text, {"TITLE": _title(name), "ASSIGNMENT": name})


def _filled_in(folder: Path, words: Mapping[str, str]) -> dict[str, bytes]:
    return {
        name: _replaced(path.read_text(encoding="utf-8"), words).encode()
        for name, path in files_below(folder).items()
        if path.suffix != ".pyc"
    }


def _replaced(text: str, words: Mapping[str, str]) -> str:
    for word, value in words.items():
        text = text.replace(word, value)
    return text


def _with_section(text: str, section: str) -> str:
    """grading.yml with a section after its last assignment, indented like the others."""
    root = yaml.compose(text)
    assert isinstance(root, yaml.MappingNode)  # noqa: S101 - the course has been loaded
    others = next(value for key, value in root.value if key.value == "assignments")
    if others.flow_style:
        raise CommandMisused(
            f"{FILE_NAME} has its assignments in braces; write one key a line, and try again."
        )
    indent = " " * others.value[0][0].start_mark.column
    lines = text.splitlines()
    # Comments and blank lines below an assignment count to it, but not what comes at the margin.
    last = others.end_mark.line
    while last and not lines[last - 1].startswith(indent):
        last -= 1
    own = [f"{indent}{line[2:]}" if line else line for line in section.splitlines()]
    return (
        "\n".join(
            [*lines[:last], "", *own, *([""] if last < len(lines) else []), *lines[last:]]
        ).rstrip("\n")
        + "\n"
    )
