"""What `run_autograder` starts on Gradescope: /autograder/submission → /autograder/results.

Gradescope unpacks what was handed in, and shows students what results.json allows. `run_autograder`
has put a results.json there that says that grading failed; only a whole one replaces it.
See https://gradescope-autograders.readthedocs.io/en/latest/specs/.
"""

from __future__ import annotations

import json
import os
import stat
import sys
import traceback
from pathlib import Path

from autograder.course.load import load_course
from autograder.course.model import Assignment, Course
from autograder.errors import AutograderError
from autograder.exporters import gradescope
from autograder.grading.batch import grade_one
from autograder.results import Report
from autograder.sandbox import tiers
from autograder.sandbox.inside.control import DROPPED

MINIMUM_TIER = DROPPED  # the isolation tier that containers of Gradescope allow


def main(home: Path) -> None:
    """Grade, and write the results. Staff alone see what is printed: Gradescope hides it."""
    try:
        close(home)
        course = load_course(home / "source" / "course")
        (assignment,) = course.assignments.values()
        _compare_points(home / "submission_metadata.json", course, assignment)
        results = gradescope.render(_graded(course, assignment, _handed_in(home / "submission")))
    except AutograderError as error:
        _say(f"Nothing was graded: {error}")
        results = gradescope.failure()
    except Exception:  # noqa: BLE001 - all of it is ours, and students get a sentence
        _say(traceback.format_exc())
        results = gradescope.failure()
    write(home / "results" / "results.json", results)


def close(home: Path) -> None:
    """Close what lies here to all other users, before a student's code runs as one of them."""
    for path in home.iterdir():
        if not path.is_symlink():
            path.chmod(stat.S_IMODE(path.stat().st_mode) & 0o700)


def write(path: Path, results: bytes) -> None:
    """Replace the results at once, so that they are whole at every time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".unfinished")
    unfinished.write_bytes(results)
    os.replace(unfinished, path)


def _handed_in(folder: Path) -> Path:
    """The folder; or the zip in it, if there is nothing else."""
    found = list(folder.iterdir())
    is_zip = len(found) == 1 and found[0].suffix.lower() == ".zip" and found[0].is_file()
    return found[0] if is_zip else folder


def _graded(course: Course, assignment: Assignment, path: Path) -> Report:
    tier = tiers.choose(MINIMUM_TIER)
    report = grade_one(
        course.root, assignment.name, str(path), tier=tier, on_line=lambda _, line: _say(line)
    )
    for check in report.broken_checks():
        _say(f"{check.check} is broken: {check.fault}")
    return report


def _compare_points(metadata: Path, course: Course, assignment: Assignment) -> None:
    """Tell staff if Gradescope has another number of points than the course."""
    try:
        told = float(json.loads(metadata.read_bytes())["assignment"]["total_points"])
    except (OSError, ValueError, KeyError, TypeError):
        return
    points = assignment.points
    everything = sum(task.points for task in assignment.tasks if not task.bonus)
    if told not in (points, everything):
        _say(f"Gradescope counts {told:g} points for this assignment; {course.title!r} {points:g}.")


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - Gradescope keeps it for staff


if __name__ == "__main__":
    main(Path(sys.argv[1]))
