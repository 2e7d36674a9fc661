"""A notebook for `otter assign`, for courses that want otter alone, without our engine.

Its visible tests are ours. Its hidden tests make the calls of functions that our hidden checks
make, and compare with what the solution answers here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import yaml

from autograder.bundling import recorded_tests
from autograder.course.model import Assignment, Course, Task
from autograder.errors import CourseError
from autograder.grading.plugin import ChecksPlugin
from autograder.grading.session import run_checks
from autograder.template import build, notebook
from autograder.template.jupyter import nbformat
from autograder.template.stubs import PYTHON_MARKER

WARNING = (
    "With plain otter, tests run in the process of the student's code, which can read them and "
    "change how they end. Use it only for students whom you trust; the zip for otter and "
    "Gradescope keeps them apart."
)
TESTS = "visible_tests"  # otter has a folder `tests` of its own, and replaces what is there
VISIBLE = """\
def {test}():
    import sys

    sys.path.insert(0, {folder!r})
    from otter_cases import tell

    tell({task!r}, {test!r})
"""


def contents(course: Course, assignment: Assignment) -> Mapping[str, bytes]:
    """The folder in which `otter assign NOTEBOOK OUTPUT` is to be run. Raises `CourseError`."""
    files = build.template(course, assignment)
    lesson = course.lesson_file(assignment)
    if not lesson.is_file():
        raise CourseError(f"there is no {course.shown(lesson)}; a notebook is made of it.")
    tests = {task.name: list(_visible(files, task)) for task in assignment.checked_tasks()}

    def record(checks: ChecksPlugin) -> None:
        for task in assignment.checked_tasks():
            compared = checks.catalogues[task.name].observed.compared
            if not checks.catalogues[task.name].observed.is_all:
                calls = checks.calls_by_check(task).items()
                of_checks = {check: compared(made) for check, made in calls}
                tests[task.name] += recorded_tests.cells(task, of_checks)

    run_checks(course, assignment, record)
    given = dict(_given(files, assignment))
    made = nbformat.v4.new_notebook()
    made.metadata["kernelspec"] = {
        "name": "python3",
        "display_name": "Python 3",
        "language": "python",
    }
    made.cells = [_raw(_config(assignment, given)), *_cells(course, assignment, files, tests)]
    for number, cell in enumerate(made.cells):  # the same bytes each time
        cell["id"] = f"cell-{number}"
    return {**given, notebook.file_name(assignment): nbformat.writes(made).encode()}


def _given(files: Mapping[str, bytes], assignment: Assignment) -> Iterator[tuple[str, bytes]]:
    """What the lesson and the visible tests need beside them."""
    for name, data in files.items():
        is_otters = name.startswith("tests/otter/")
        is_own = name in (*assignment.task_files, "check.py")
        if name.endswith((".py", ".txt")) and not is_otters and not is_own:
            yield name.replace("tests/", f"{TESTS}/", 1), data


def _visible(files: Mapping[str, bytes], task: Task) -> Iterator[str]:
    """A cell for each visible test."""
    source = files.get(f"tests/test_{task.name}.py", b"").decode()
    for line in source.splitlines():
        if line.startswith("def test_"):
            test = line.removeprefix("def ").partition("(")[0]
            yield VISIBLE.format(test=test, task=task.name, folder=TESTS)


def _config(assignment: Assignment, given: Mapping[str, bytes]) -> str:
    config = {
        "name": assignment.name,
        "requirements": "requirements.txt",
        "files": sorted(name for name in given if name != "requirements.txt"),
        "tests": {"files": True, "ok_format": False},
        "export_cell": {"pdf": False},
        "generate": {"pdf": False},
    }
    return f"# ASSIGNMENT CONFIG\n# {WARNING}\n{yaml.safe_dump(config, sort_keys=False)}"


def _cells(
    course: Course,
    assignment: Assignment,
    files: Mapping[str, bytes],
    tests: Mapping[str, list[str]],
) -> Iterator[nbformat.NotebookNode]:
    """The lesson, with a question of otter's in the place of each task."""
    text = course.lesson_file(assignment).read_text(encoding="utf-8")
    for cell in notebook.cells_of(text, assignment, files):
        kind, _, name = cell.marker.partition(" ")
        task = assignment.task(name) if kind == "write" else None
        if task and task.name in tests:
            yield from _question(course, assignment, task, cell.source, tests[task.name])
        elif (task or not cell.marker) and cell.kind == "code":
            yield nbformat.v4.new_code_cell(cell.source)
        elif not cell.marker:
            yield nbformat.v4.new_markdown_cell(cell.source)


def _question(
    course: Course, assignment: Assignment, task: Task, stub: str, tests: list[str]
) -> Iterator[nbformat.NotebookNode]:
    solution = _solution(task, course.solution_file(assignment, task).read_text(encoding="utf-8"))
    # A bonus comes on top of what otter counts as possible, and its hidden checks are not here.
    points = 0 if task.bonus else task.points
    config = yaml.safe_dump({"name": task.name, "points": points}, sort_keys=False)
    yield _raw(f"# BEGIN QUESTION\n{config}")
    for block, sources in (("PROMPT", [stub]), ("SOLUTION", [solution]), ("TESTS", tests)):
        yield _raw(f"# BEGIN {block}")
        yield from map(nbformat.v4.new_code_cell, sources)
        yield _raw(f"# END {block}")
    yield _raw("# END QUESTION")


def _solution(task: Task, source: str) -> str:
    """A cell that writes the solution. Otter strips lines, not cells: so all lines are marked."""
    lines = [line for line in source.splitlines() if not PYTHON_MARKER.fullmatch(line.strip())]
    # As text that can be read, unless quotes or backslashes would end it early.
    text = "\n".join([*lines, ""])
    written = repr(text) if "'''" in text or "\\" in text else f"'''\\\n{text}'''"
    return "\n".join(
        [
            "# BEGIN SOLUTION NO PROMPT",
            "from pathlib import Path",
            "",
            f"Path({task.file!r}).write_text({written}, encoding='utf-8')",
            "# END SOLUTION",
        ]
    )


def _raw(source: str) -> nbformat.NotebookNode:
    cell: nbformat.NotebookNode = nbformat.v4.new_raw_cell(source)
    return cell
