"""The zip for otter and Gradescope: what `otter generate` makes, our engine, and one assignment."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

from autograder.bundling import contents, otter_tests, requirements
from autograder.course.model import Assignment, Course
from autograder.errors import AutograderError
from autograder.exporters import gradescope
from autograder.files import leftovers
from autograder.files.on_disk import write_below
from autograder.template import notebook
from autograder.template.jupyter import nbformat

PLUGIN = "autograder.platforms.otter_plugin.GradingPlugin"
SCRIPTS = Path(__file__).with_name("gradescope")


def build(course: Course, assignment: Assignment, *, tier: str | None) -> Mapping[str, bytes]:
    """All files of the zip, by name. `tier` is the weakest isolation tier that may grade.

    Raises `CourseError` if the course is at fault, or something is on no allow-list.
    """
    files = {
        **_from_otter(course, assignment, tier),
        **{path.name: path.read_bytes() for path in SCRIPTS.iterdir() if path.is_file()},
        **_below("engine", contents.engine_files()),
        **_below("course", contents.course_files(course, assignment)),
        "requirements.txt": requirements.pinned().encode(),
        "failed.json": gradescope.failure(),
    }
    contents.refuse_unlisted(assignment, files)
    return files


def _from_otter(course: Course, assignment: Assignment, tier: str | None) -> Mapping[str, bytes]:
    """The configuration, the tests and the driver notebook, as `otter generate` packs them.

    Its scripts for Gradescope are left out: ours need no conda, no browser and no kernel.
    """
    driver = notebook.file_name(assignment)
    given = {f"tests/{name}": data for name, data in otter_tests.files(course, assignment).items()}
    given["otter_config.json"] = json.dumps(_config(assignment, driver, tier)).encode()
    given[driver] = nbformat.writes(nbformat.v4.new_notebook()).encode()
    with leftovers.temporary_folder() as scratch:
        write_below(Path(scratch), given)
        generate = ["generate", "-t", "tests", "-o", "out.zip", "-c", "otter_config.json", driver]
        ran = subprocess.run(
            [sys.executable, "-m", "otter", *generate],
            cwd=scratch,
            capture_output=True,
            text=True,
            check=False,
        )
        if ran.returncode:
            raise AutograderError(f"`otter generate` failed:\n{ran.stderr[-2000:]}")
        with zipfile.ZipFile(Path(scratch, "out.zip")) as made:
            wanted = {f"files/{driver}", *given} - {driver}
            return {name: made.read(name) for name in sorted(wanted)}


def _config(assignment: Assignment, driver: str, tier: str | None) -> Mapping[str, object]:
    settings = {
        "assignment": assignment.name,
        "driver": driver,
        "require_isolation": tier,
    }
    return {
        "plugins": [{PLUGIN: settings}],
        "show_hidden": False,
        "show_all_public": True,  # who may see all checks sees the points as well
        "show_stdout": False,
        "pdf": False,
    }


def _below(folder: str, files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    return {f"{folder}/{name}": data for name, data in files.items()}
