"""Runs what students run at home: the examples in docstrings, and the visible tests."""

from __future__ import annotations

import doctest
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.course.model import Assignment, Course, Task
from autograder.files import leftovers
from autograder.files.on_disk import write_below
from autograder.grading import callers_pytest
from autograder.grading.solutions import load_solution
from autograder.sandbox.launcher import ONE_THREAD
from autograder.template import build
from autograder.text.legible import one_line
from autograder.verification import reference_submissions

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

# What check.py finds, which looks out for what is not allowed, as one line of JSON.
AT_HOME = """
import json, sys
sys.path.insert(0, "tests")
from running import findings_of
found = findings_of(sys.argv[1:])
print(json.dumps([[each.task, each.title, each.state, each.why] for each in found]))
"""

MAX_REASON = 200  # characters


@dataclass(frozen=True)
class _Failing:
    """A visible test that does not pass, and the first line of why."""

    name: str
    why: str


def false_examples(course: Course, assignment: Assignment, tasks: Sequence[Task]) -> Iterator[str]:
    """Run the doctests of these solutions, which the stubs share. A sentence for each false one."""
    for task in tasks:
        module = load_solution(course, assignment, task)
        runner = doctest.DocTestRunner(verbose=False)
        for test in doctest.DocTestFinder().find(module, module.__name__):
            said: list[str] = []
            runner.run(test, out=said.append)
            if said:
                yield f"{task.file}, {test.name}: {' '.join(''.join(said).split())}"


def visible_faults(course: Course, assignment: Assignment, tasks: Sequence[Task]) -> Iterator[str]:
    """Run the visible tests of these tasks as a student would: with plain pytest, and, where
    anything is not allowed, with check.py, which looks out for that.
    """
    stubs = build.template(course, assignment)
    solved = {**stubs, **reference_submissions.solution(course, assignment).files}
    tested = [task for task in tasks if f"tests/test_{task.name}.py" in stubs]
    is_whole = len(tasks) == len(assignment.checked_tasks())
    only = [] if is_whole else [f"tests/test_{task.name}.py" for task in tested]
    if not tested and not is_whole:
        return
    passed, failing = _visible_tests(solved, only)
    if failing or not passed:
        yield f"with the solutions, {passed} visible tests pass and {len(failing)} fail"
    # The page shows a few, and how many more there are.
    yield from (f"with the solutions, {each.name} fails: {each.why}" for each in failing)
    passed, _ = _visible_tests(stubs, only)
    if passed:
        yield f"{passed} visible tests pass with the stubs: they test nothing"
    watched = [task.name for task in tested if task.forbidden]
    if course.check_py and watched:
        yield from _found_at_home(solved, watched)


def _found_at_home(files: reference_submissions.Files, tasks: Sequence[str]) -> Iterator[str]:
    """A sentence for each visible test of these tasks of which check.py says that it fails."""
    with leftovers.temporary_folder() as folder:
        write_below(Path(folder), files)
        command = [sys.executable, "-c", AT_HOME, *tasks]
        ended = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    if ended.returncode:
        last = ended.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        yield f"with the solutions, check.py ends in an exception: {last}"
        return
    for task, title, state, why in json.loads(ended.stdout):
        if state != "passed":
            yield f"with the solutions, check.py finds in the test {title!r} of {task}: {why}"


def _visible_tests(
    files: reference_submissions.Files, only: Sequence[str]
) -> tuple[int, list[_Failing]]:
    """How many tests pass, and which fail; of all, or of these files."""
    with leftovers.temporary_folder() as folder:
        write_below(Path(folder), files)
        result = Path(folder, "result.xml")
        command = ["-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={result}", *only]
        with callers_pytest.ignored():
            subprocess.run(
                [sys.executable, *command],
                cwd=folder,
                env={**os.environ, **ONE_THREAD},  # as check.py runs them
                capture_output=True,
                check=False,
            )
        return _outcomes(result)


def _outcomes(junit: Path) -> tuple[int, list[_Failing]]:
    from xml.etree import ElementTree  # noqa: PLC0415 - written by our own pytest just now

    suite = next(ElementTree.parse(junit).iter("testsuite"))  # noqa: S314 - see above
    total = int(suite.get("tests", 0))
    failing: dict[str, _Failing] = {}
    for case in suite.iter("testcase"):
        name = f"{case.get('classname', '')}: {case.get('name', '')}".strip(": ")
        for end in case:
            if end.tag in ("failure", "error", "skipped"):
                failing.setdefault(name, _Failing(name, _why(end)))
    return total - len(failing), list(failing.values())


def _why(end: Element) -> str:
    """The first line of what pytest says of a test that did not pass, or of a file's import."""
    said, *_ = (end.get("message") or "").splitlines() or [""]
    if not said or said == "collection failure":
        raised = [line[1:] for line in (end.text or "").splitlines() if line.startswith("E ")]
        said = raised[-1] if raised else said
    return one_line(f"it is skipped: {said}" if end.tag == "skipped" else said, limit=MAX_REASON)
