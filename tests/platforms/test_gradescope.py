"""Simulates Gradescope: a container without namespaces, with its folders and our zip."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

import msgspec
import pytest
from support.bundles import bundled
from support.paths import PROJECT, TOY_COURSE

from autograder.exporters import gradescope
from autograder.exporters.for_students import OURS
from autograder.results import CheckResult, Report, Status, TaskResult, Visibility

pytestmark = pytest.mark.slow(80)

SOLUTIONS = TOY_COURSE / "solutions" / "counting"
METADATA = {
    "id": 123,
    "created_at": "2026-11-26T01:46:17.000000-08:00",
    "assignment": {"id": 5, "title": "Counting", "total_points": "10.0", "group_submission": False},
    "submission_method": "upload",
    "users": [{"id": 1, "email": "ada@example.org", "name": "Ada"}],
    "previous_submissions": [],
}
When = Literal["hidden", "after_due_date", "after_published", "visible"]


class Test(msgspec.Struct, forbid_unknown_fields=True):
    """A test in results.json, as Gradescope documents it."""

    __test__ = False

    name: str
    output: str
    visibility: When
    score: float | None = None
    max_score: float | None = None
    status: Literal["passed", "failed"] | None = None
    number: str | None = None


class Results(msgspec.Struct, forbid_unknown_fields=True):
    """results.json as Gradescope documents it."""

    score: float
    output: str
    stdout_visibility: When
    tests: list[Test]
    extra_data: dict[str, Any]
    execution_time: float | None = None
    output_format: Literal["text"] = "text"
    test_output_format: Literal["text"] = "text"
    test_name_format: Literal["text"] = "text"
    visibility: When = "visible"
    leaderboard: list[dict[str, Any]] = []


class Gradescope:
    """The simulated machine, after its image was built."""

    def __init__(self, folder: Path, bundle: Path) -> None:
        self.folder, self.home = folder, folder / "autograder"
        for name in ("source", "submission", "results"):
            (self.home / name).mkdir(parents=True)
        with zipfile.ZipFile(bundle) as archive:
            archive.extractall(self.home / "source")
        shutil.copy(self.home / "source" / "run_autograder", self.home)
        (folder / "opt").mkdir()

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        acted = [sys.executable, str(PROJECT / "tests/support/machines.py"), "gradescope"]
        return subprocess.run(
            [*acted, str(self.folder), *command],
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
        )

    def build(self) -> None:
        """Run setup.sh, with our own environment's packages instead of downloads, for speed."""
        made = self.run(sys.executable, "-m", "venv", "/opt/autograder")
        assert made.returncode == 0, made.stderr
        [site] = (self.folder / "opt").glob("lib/python3*/site-packages")
        (site / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")
        ended = self.run("bash", "/autograder/source/setup.sh")
        assert ended.returncode == 0, ended.stdout + ended.stderr

    def grade(self, files: Mapping[str, bytes]) -> Results:
        """Submit files as Gradescope stores them, and read the results."""
        shutil.rmtree(self.home / "submission")
        for name, data in files.items():
            path = self.home / "submission" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        metadata = self.home / "submission_metadata.json"
        metadata.write_text(json.dumps(METADATA))
        for path in (*(self.home / "submission").rglob("*"), self.home / "submission", metadata):
            path.chmod(0o777)  # as open as can be
        (self.home / "results" / "results.json").unlink(missing_ok=True)
        self.ended = self.run("bash", "/autograder/run_autograder")
        return msgspec.json.decode(
            (self.home / "results" / "results.json").read_bytes(), type=Results
        )


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gradescope]:
    if os.getuid() != 0:
        stop = pytest.fail if os.environ.get("CI") else pytest.skip
        stop("Only root can act out other machines.")
    folder = tmp_path_factory.mktemp("gradescope")
    machine = Gradescope(folder, bundled(TOY_COURSE, "counting", folder))
    machine.build()
    yield machine
    for place in ("/autograder", "/opt/autograder"):
        Path(place).rmdir()


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def as_notebook(files: Mapping[str, bytes]) -> bytes:
    cells = [
        {"cell_type": "code", "source": f"%%writefile {name}\n{data.decode()}"}
        for name, data in files.items()
    ]
    return json.dumps({"cells": cells, "nbformat": 4, "nbformat_minor": 5, "metadata": {}}).encode()


def test_the_image_has_the_engine_of_the_zip(machine):
    code = "import autograder; print(autograder.__file__)"

    said = machine.run("/opt/autograder/bin/python", "-I", "-c", code).stdout

    assert said.startswith("/opt/autograder/lib/python3")


def test_a_right_answer_earns_all_points_in_the_tier_dropped(machine):
    results = machine.grade(files_of(SOLUTIONS))

    assert results.score == 6, machine.ended.stdout
    assert results.extra_data["tier"] == "dropped"
    assert {test.status for test in results.tests} == {"passed", None}
    assert sum(test.max_score or 0 for test in results.tests) == pytest.approx(6)
    assert "Gradescope counts 10 points" in machine.ended.stdout


@pytest.mark.parametrize("way", ["modules", "folder", "zip", "notebook", "export of otter's"])
def test_whatever_students_hand_in_is_graded_alike(machine, way):
    files = files_of(SOLUTIONS)
    files["shares.py"] = files["shares.py"].replace(b"numbers / total", b"numbers * 2")
    handed_in: Mapping[str, bytes] = files
    if way == "folder":
        handed_in = {f"counting/{name}": data for name, data in files.items()}
    elif way == "zip":
        path = machine.folder / "hand-in.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in files.items():
                archive.writestr(name, data)
        handed_in = {path.name: path.read_bytes()}
    elif way != "modules":
        handed_in = {"counting.ipynb": as_notebook(files)}
    if way == "export of otter's":
        handed_in = {**handed_in, ".OTTER_LOG": b"\x80\x04", "__zip_filename__": b"counting.zip"}

    results = machine.grade(handed_in)

    failed = {test.name for test in results.tests if test.status == "failed"}
    assert results.score == 2, machine.ended.stdout
    assert all(name.startswith("shares: ") for name in failed)


def test_each_check_has_the_score_and_visibility_of_our_own_report(machine, toy_graders):
    files = files_of(SOLUTIONS)
    files["shares.py"] = files["shares.py"].replace(b"numbers / total", b"numbers * 2")
    results = machine.grade(files)

    [outcome] = toy_graders.grade_paths(
        [str(machine.home / "submission")], jobs=1, on_outcome=lambda _: None
    )

    assert outcome.report is not None
    checks = [check for task in outcome.report.tasks for check in task.checks]
    told = [test for test in results.tests if test.status]
    assert [(test.score, test.max_score, test.visibility) for test in told] == [
        (check.score, check.points, check.visibility) for check in checks
    ]
    assert [test.status == "passed" for test in told] == [
        check.status is Status.PASSED for check in checks
    ]
    assert {test.visibility for test in told} == {"visible", "after_due_date"}
    assert results.score == outcome.report.score
    assert results.extra_data["course"] == outcome.report.environment["course"]
    assert results.extra_data["seed"] == outcome.report.environment["seed"]


SPY = """
import os, pathlib

def look():
    found = []
    for place in ("/autograder/source", "/autograder/results", "/autograder/submission"):
        try:
            found += os.listdir(place)
        except OSError:
            pass
    for file in ("/autograder/source/course/grading.yml", "/autograder/submission_metadata.json",
                 "/autograder/submission/vowels.py", "/autograder/run_autograder"):
        try:
            found.append(pathlib.Path(file).read_text()[:20])
        except OSError:
            pass
    try:
        pathlib.Path("/autograder/results/results.json").write_text('{"score": 100}')
        found.append("written")
    except OSError:
        pass
    return found

FOUND = look()

def count_vowels(text):
    # What an exception says is not told to students; which one it is, is.
    raise KeyError(FOUND) if FOUND else LookupError("nothing")
"""


def test_nothing_on_the_machine_can_be_read_or_written(machine):
    results = machine.grade({**files_of(SOLUTIONS), "vowels.py": SPY.encode()})

    said = next(test.output for test in results.tests if test.status == "failed")
    assert "raised LookupError (vowels.py, line" in said
    assert results.score == 4


def test_what_can_not_be_graded_is_refused_with_a_sentence(machine):
    results = machine.grade({"essay.txt": b"..."})

    assert results.score == 0
    assert "holds none of the files asked for" in results.tests[0].output
    assert results.tests[0].visibility == "visible"


def test_a_broken_course_leaves_results_that_say_so(machine):
    grading = machine.home / "source" / "course" / "grading.yml"
    text = grading.read_text()
    grading.write_text(text.replace("points:", "pionts:"))

    results = machine.grade(files_of(SOLUTIONS))
    grading.write_text(text)

    assert results.extra_data == {"failed": True}
    assert "not your fault" in results.output
    assert "pionts" not in results.output
    assert "unknown key 'pionts'" in machine.ended.stdout
    assert results.stdout_visibility == "hidden"


def test_a_grader_that_can_not_even_start_leaves_results_that_say_so(machine):
    python = machine.folder / "opt" / "bin" / "python"
    python.rename(python.with_name("moved"))

    results = machine.grade(files_of(SOLUTIONS))
    python.with_name("moved").rename(python)

    assert machine.ended.returncode != 0
    assert results.extra_data == {"failed": True}
    assert results.score == 0


def test_a_broken_check_and_a_task_without_checks_cost_nothing():
    broken = CheckResult(
        check="test_x", title="X.", status=Status.BROKEN, score=0, points=0, fault="secret",
        visibility=Visibility.HIDDEN,
    )  # fmt: skip
    tasks = (
        TaskResult(task="a", score=2, points=2, checks=(broken,), notes=("Well done.",)),
        TaskResult(task="b", score=None, points=3),
    )
    report = Report(assignment="c", submission="d", score=2, points=2, tier="dropped", tasks=tasks)

    results = msgspec.json.decode(gradescope.render(report), type=Results)

    assert results.score == 2
    assert [test.status for test in results.tests] == ["passed", None]
    assert results.tests[0].output == f"{OURS}\nNote: Well done."
    assert "secret" not in gradescope.render(report).decode()
