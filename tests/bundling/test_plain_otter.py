"""Tests `otter assign` on our notebook where our engine can't be imported, and how it grades."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from autograder.verification import leaks

pytestmark = [
    pytest.mark.slow(60),
    pytest.mark.warm_programs("autograder.cli", "otter", "ipykernel_launcher"),
]

SLOW = ("from pictures import", "import matplotlib")  # cells that only draw

FLIPPED = """\
%%writefile -a convolution.py

_right = conv2d


def conv2d(images, weight, *args, **kwargs):
    return _right(images, weight.flip(-2, -1), *args, **kwargs)
"""


def run_otter(place: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run otter as on a machine without our engine: importing it fails."""
    blocked = place / "blocked"
    blocked.mkdir(exist_ok=True)
    (blocked / "autograder.py").write_text("raise ImportError('there is no engine here')\n")
    earlier = os.environ.get("PYTHONPATH", "")  # lets it start warm
    return subprocess.run(
        [sys.executable, "-m", "otter", *arguments],
        cwd=place,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(blocked), earlier])},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that `autograder bundle --plain-otter` writes, after `otter assign`."""
    folder = tmp_path_factory.mktemp("plain")
    bundled = subprocess.run(
        [sys.executable, "-m", "autograder.cli", "bundle", "--assignment", "workbook",
         "--plain-otter", "--to", str(folder)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert bundled.returncode == 0, bundled.stderr
    assert "tests run in the process of the student's code" in bundled.stderr
    place = folder / "workbook-plain-otter"
    assigned = run_otter(place, "assign", "workbook.ipynb", "out", "-v")
    assert assigned.returncode == 0, assigned.stderr[-3000:]
    # Otter has run all tests, also hidden ones, on the solutions.
    assert "All autograder tests passed." in assigned.stderr + assigned.stdout
    return place


def cells(path: Path) -> list[nbformat.NotebookNode]:
    return nbformat.read(path, as_version=4).cells


def test_students_get_stubs_visible_tests_and_nothing_hidden(course, place):
    student = place / "out" / "student"
    sources = [cell.source for cell in cells(student / "workbook.ipynb")]

    assert sum(source.startswith("%%writefile") for source in sources) == 6
    assert any('grader.check("convolution")' in source for source in sources)
    files = {
        path.relative_to(student).as_posix(): path.read_bytes()
        for path in student.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert list(leaks.for_students(course, files)) == []
    assert "tensor(" not in (student / "tests" / "pooling.py").read_text()


def test_many_hidden_tests_are_written_down(place):
    tests = place / "out" / "autograder" / "tests"
    counts = {path.stem: path.read_text().count("hidden=True") for path in tests.glob("*.py")}

    # In the bonus task each student makes calls of their own: there is no answer to write down.
    assert counts.pop("counterexamples") == 0
    assert set(counts) == {"patterns", "images", "convolution", "pooling"}
    assert counts["convolution"] >= 20
    assert counts["pooling"] >= 12
    assert all(counts.values())


@pytest.mark.parametrize("kind", ["stubs", "solved", "flipped"])
def test_otter_grades_with_what_it_was_given(course, place, kind):
    made = "student" if kind == "stubs" else "autograder"
    read = nbformat.read(place / "out" / made / "workbook.ipynb", as_version=4)
    read.cells = [c for c in read.cells if not any(word in c.source for word in SLOW)]
    if kind == "flipped":
        writes = [n for n, c in enumerate(read.cells) if "Path('convolution.py').write" in c.source]
        read.cells.insert(writes[0] + 1, nbformat.v4.new_code_cell(FLIPPED))
    handed_in = place / f"{kind}.ipynb"
    nbformat.write(read, handed_in)
    [bundle] = (place / "out" / "autograder").glob("*.zip")

    ran = run_otter(place, "run", "-a", str(bundle), handed_in.name)

    assert ran.returncode == 0, ran.stderr[-3000:]
    results = json.loads((place / "results.json").read_text())
    scores = {test["name"]: test.get("score") for test in results["tests"]}
    tasks = course.assignment("workbook").checked_tasks()
    points = {task.name: 0 if task.bonus else task.points for task in tasks}
    if kind == "solved":
        assert {name: scores[name] for name in points} == pytest.approx(points)
    elif kind == "stubs":
        assert sum(scores[name] for name in points) == 0
    else:
        assert 0 < scores["convolution"] < points["convolution"]
        assert scores["pooling"] == points["pooling"]
