"""Imports the modules that students are given, beside the solutions, as students would.

Hidden checks may never use them: `check.py --accuracy` imports `tests/accuracy.py` at home alone.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from autograder.course.model import Assignment, Course
from autograder.files import leftovers
from autograder.files.on_disk import files_below, write_below
from autograder.template import build
from autograder.verification import reference_submissions

SECONDS = 120  # for all of an assignment; some import torch
PROGRAM = Path(__file__).with_name("importing.py").read_text(encoding="utf-8")


def faults(course: Course, assignment: Assignment) -> Iterator[str]:
    """A sentence for each of them that can't be imported, or lacks what is called."""
    modules = _modules(course, assignment)
    if not modules:
        return
    solved = reference_submissions.solution(course, assignment).files
    with leftovers.temporary_folder() as folder:
        write_below(Path(folder), {**build.template(course, assignment), **solved})
        command = [sys.executable, "-c", PROGRAM, *modules]
        try:
            ended = subprocess.run(
                command, cwd=folder, capture_output=True, check=False, timeout=SECONDS
            )
        except subprocess.TimeoutExpired:
            yield f"{', '.join(modules.values())}: an import is not over after {SECONDS} s"
            return
    said = ended.stdout.decode(errors="replace").strip().rpartition("\n")[2]
    try:
        found = json.loads(said)
    except ValueError:
        yield f"{', '.join(modules.values())}: an import ends the process"
        return
    for name, why in found:
        yield f"{modules[name]}: {why}"


def _modules(course: Course, assignment: Assignment) -> Mapping[str, str]:
    """Where each lies below the students' folder → where it lies in the course."""
    folders = course.shared_given_folder(), course.given_folder(assignment)
    return {
        name: course.shown(path)
        for folder in folders
        for name, path in files_below(folder).items()
        if name.endswith(".py") and name.rpartition("/")[0] in ("", "tests")
    }
