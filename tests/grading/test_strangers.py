"""Tests grading of submissions by people who had not seen this code: see strangers/README.md."""

from __future__ import annotations

import ast
import io
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from rich.console import Console
from support.paths import PROJECT, TESTS
from support.reports import shown_to_students

from autograder.exporters import terminal
from autograder.grading.batch import GraderProcesses, grade_paths
from autograder.results import Report, Status

pytestmark = [pytest.mark.slow(290), pytest.mark.cold_start]

STRANGERS = TESTS / "strangers"
MARK = "zqxmarkerzqx"
SOLVED_BY_DOORS = {"conv2d", "Conv2d", "max_pool2d"}
# What fills all memory at each call is graded where there is a quarter of it, and fills that.
FILLS_MEMORY = STRANGERS / "breakers" / "one_gigabyte"
QUARTER = {"2**28": "2**26", "2**27": "2**25", "2**30": "2**28", "2**24": "2**22"}
# What takes long at each call is made lighter: a search that finds nothing is made three times in
# a process, and what is too large to be looked at need not be as large.
THRICE = {
    "_found = []": "_found, _searches = [], [3]",
    "if not _found:": "if not _found and _searches[0]:\n        _searches[0] -= 1",
}
LIGHTER = {
    STRANGERS / "doors" / "gc_search": THRICE,
    STRANGERS / "doors" / "modules_name_search": THRICE,
    STRANGERS / "breakers" / "huge_dict_and_nesting": {"1_000_000": "150_000", "200_000": "20_000"},
}


def those(kind: str) -> list[Path]:
    return sorted(path for path in (STRANGERS / kind).iterdir() if path.is_dir())


def name_of(path: Path) -> str:
    return path.name


@pytest.fixture(scope="module")
def reports(
    workbook_graders: GraderProcesses, tier: str, tmp_path_factory: pytest.TempPathFactory
) -> Mapping[Path, Report]:
    """The reports of all submissions, graded together, and of the one that is graded apart."""
    kinds = ("doors", "honest", "markers", "breakers", "shouts")
    submissions = [path for kind in kinds for path in those(kind) if path != FILLS_MEMORY]
    copies = tmp_path_factory.mktemp("lighter")
    paths = [str(made_lighter(path, copies) if path in LIGHTER else path) for path in submissions]
    graded = workbook_graders.grade_paths(paths, jobs=2, on_outcome=lambda outcome: None)
    reports = {path: each.report for path, each in zip(submissions, graded, strict=True)}
    reports = {path: report for path, report in reports.items() if report is not None}
    return {**reports, FILLS_MEMORY: with_a_quarter_of_memory(tier, tmp_path_factory.mktemp("a"))}


def made_lighter(path: Path, folder: Path) -> Path:
    """A copy of the submission, in which what takes long at each call takes less."""
    goal = folder / path.name
    shutil.copytree(path, goal)
    texts = {module: module.read_text() for module in goal.glob("*.py")}
    for words, others in LIGHTER[path].items():
        assert any(words in text for text in texts.values()), words
        texts = {module: text.replace(words, others) for module, text in texts.items()}
    for module, text in texts.items():
        module.write_text(text)
    return goal


def with_a_quarter_of_memory(tier: str, folder: Path) -> Report:
    """The report of the submission that fills memory, made as small as the memory there is."""
    course, submission = folder / "course", folder / "submission"
    for part in ("assignments", "solutions"):
        shutil.copytree(PROJECT / part, course / part)
    limits = (PROJECT / "grading.yml").read_text()
    assert limits.count("memory_mb: 1024  ") == 1
    (course / "grading.yml").write_text(limits.replace("memory_mb: 1024  ", "memory_mb: 256  "))
    shutil.copytree(FILLS_MEMORY, submission)
    for module in submission.glob("*.py"):
        words = re.split(r"(2\*\*\d+)", module.read_text())
        assert set(words) >= set(QUARTER)
        module.write_text("".join(QUARTER.get(word, word) for word in words))
    [graded] = grade_paths(
        course, "workbook", [str(submission)], tier=tier, jobs=1, on_outcome=lambda outcome: None
    )
    assert graded.report is not None, graded.problem
    return graded.report


@pytest.fixture(scope="module")
def asking() -> set[str]:
    """The checks that ask one of the functions which doors solve."""
    found = set()
    for file in (PROJECT / "assignments" / "workbook" / "graders").glob("test_*.py"):
        for node in ast.parse(file.read_text()).body:
            if isinstance(node, ast.FunctionDef):
                asked = {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)}
                found |= {node.name} if asked & SOLVED_BY_DOORS else set()
    return found


@pytest.mark.parametrize("path", those("doors"), ids=name_of)
def test_no_door_is_open(reports, asking, path):
    checks = [check for task in reports[path].tasks for check in task.checks]

    assert [c.check for c in checks if c.check in asking and c.cases_passed] == []


@pytest.mark.parametrize("path", those("honest"), ids=name_of)
def test_unusual_right_answers_earn_full_marks(reports, path):
    handed_in = [t for t in reports[path].tasks if (path / f"{t.task}.py").exists()]

    assert len(handed_in) > 1
    assert [c for t in handed_in for c in t.checks if c.status is not Status.PASSED] == []
    assert all(task.score == task.points for task in handed_in)


@pytest.mark.parametrize("path", those("markers"), ids=name_of)
def test_nothing_that_was_given_comes_back(reports, path):
    for name, text in shown_to_students(reports[path], {"pooling": "pooling.py"}).items():
        assert MARK not in text.lower(), name


@pytest.mark.parametrize("path", those("breakers"), ids=name_of)
def test_no_check_is_broken(reports, path):
    report = reports[path]

    assert report.refused is None
    assert not [c for t in report.tasks for c in t.checks if c.status is Status.BROKEN]
    assert report.points == 20


def test_all_memory_is_filled(reports):
    said = [c.message for t in reports[FILLS_MEMORY].tasks for c in t.checks]

    assert sum("more than its 256 MB of memory" in message for message in said) > 20
    assert sum("too many to look at" in message for message in said) > 20


@pytest.mark.parametrize("path", those("shouts"), ids=name_of)
def test_no_line_begins_with_what_was_printed(reports, path):
    screen = io.StringIO()
    Console(file=screen, width=100).print(terminal.render(reports[path], with_calls=True))

    beginnings = {line.strip()[:2] for line in screen.getvalue().splitlines()}
    assert not beginnings & {"::", "##", "{", '{"', "["}
