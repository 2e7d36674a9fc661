"""A plugin of otter's: our grader judges what was handed in before otter's kernel starts.

`otter run` unpacks the bundle into `source/` and the submission into `submission/`, and copies the
bundle's driver notebook and tests beside the submission. Then it asks this plugin:

1. `before_execution`: everything of the student's leaves the folder, our grader judges it in its
   sandbox, and otter gets an empty notebook to run. No student's code ever reaches otter's kernel.
2. otter runs the bundle's tests in that kernel. Each only reads what our grader has found.
3. `after_grading`: the two must agree on every check; then the scores are set, to the digit.
"""

from __future__ import annotations

import gc
import inspect
import shutil
from pathlib import Path
from types import GeneratorType
from typing import Any

import msgspec
import nbformat
from otter import run as otter_run
from otter.plugins import AbstractOtterPlugin
from otter.utils import chdir

from autograder.course.load import load_course
from autograder.exporters import terminal
from autograder.exporters.for_students import told_once
from autograder.files import leftovers
from autograder.grading.batch import grade_one
from autograder.results import Report
from autograder.sandbox import tiers

FOUND = "report.json"  # in tests/, for the tests of the bundle
TESTS = "tests"  # otter's folder, which replaces a submitted one of that name


class GradingPlugin(AbstractOtterPlugin):  # type: ignore[misc]  # otter has no types
    """Named in the bundle's otter_config.json, with the assignment and its driver notebook."""

    report: Report

    def before_execution(self, submission: Any) -> Any:
        """Grade, and give otter nothing to run. A SandboxError leaves no score."""
        folder = Path(self.submission_path).parent
        with leftovers.temporary_folder() as private:
            taken = _taken_away(folder, self.plugin_config["driver"], Path(private, "taken"))
            self.report = self._graded(folder.parent / "source" / "course", taken)
        (folder / TESTS / FOUND).write_bytes(msgspec.json.encode(_told(self.report)))
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        return nbformat.v4.new_notebook(metadata={"kernelspec": kernel})

    def after_grading(self, results: Any) -> None:
        """Set each task's score. Raises RuntimeError if otter has found something else."""
        if self.report.refused is None:
            for left_out in results.results.keys() - {task.task for task in self.report.tasks}:
                del results.results[left_out]  # a bonus task that was not handed in
        for task in self.report.tasks:
            if not task.checks:
                continue
            ours = [not check.status.costs_points for check in task.checks]
            theirs = [case.passed for case in results.results[task.task].test_case_results]
            if ours != theirs:
                raise RuntimeError(f"otter and our grader disagree on {task.task}.")
            if task.score is None:
                del results.results[task.task]  # no check could be run: no score, not a zero
            else:
                results.update_score(task.task, task.score)
        if self.report.refused is not None:
            results.set_output(self.report.refused)

    def generate_report(self) -> str:
        """The report as `autograder grade` shows it, for the person who runs otter."""
        return terminal.plain(self.report)

    def _graded(self, root: Path, taken: Path) -> Report:
        course = load_course(root)
        tier = tiers.choose(self.plugin_config["require_isolation"])
        report = grade_one(course.root, self.plugin_config["assignment"], str(taken), tier=tier)
        return msgspec.structs.replace(report, submission=taken.name)


def _told(report: Report) -> Report:
    """The report with the messages that students may read: otter shows them what tests raise."""
    replace = msgspec.structs.replace
    tasks = (
        replace(
            task,
            checks=tuple(replace(c, message=c.in_full) for c in told_once(task.checks)),
            notes_for_staff=(),
            output="",
        )
        for task in report.tasks
    )
    return replace(report, tasks=tuple(tasks))


def _taken_away(folder: Path, driver: str, goal: Path) -> Path:
    """Move what was handed in out of the kernel's reach; gives its path, or that of the original.

    By now otter has copied its driver over a notebook of the same name, and has changed or dropped
    names that we would refuse.
    """
    goal.mkdir()
    for path in folder.iterdir():
        if path.name not in (TESTS, driver):
            shutil.move(path, goal)
    return _original() or goal


def _original() -> Path | None:
    """The file that `otter run` was asked to grade. Otter does not tell its plugins which it is."""
    # No wrapper of ours can pass the path: people run `otter run` themselves, plugins get only the
    # path of otter's copy, and otter keeps the original in nothing but local variables of `main`.
    frame = inspect.currentframe()
    while frame and frame.f_code is not otter_run.main.__code__:
        frame = frame.f_back
    if frame is None:
        return None
    # The path is relative to the folder where otter was started; its `chdir` has kept that folder.
    moves = [
        each
        for each in gc.get_objects()
        if type(each) is GeneratorType and each.gi_code is chdir.__wrapped__.__code__
    ]
    starts = [Path(each.gi_frame.f_locals["curr_dir"]) for each in moves if each.gi_frame]
    home = Path(frame.f_locals["ag_dir"])
    outside = [start for start in starts if not start.is_relative_to(home)]
    path = Path(*outside[:1], frame.f_locals["submission"])
    return path if path.is_file() else None
