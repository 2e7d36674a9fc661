"""Tests bundles: what they contain, what they never contain, and that students can use theirs."""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from support.paths import PROJECT, TOY_COURSE

from autograder.bundling import contents, requirements, zips
from autograder.course import fingerprints
from autograder.course.load import load_course
from autograder.errors import CourseError
from autograder.template import build
from autograder.template.stubs import as_given
from autograder.verification import leaks

pytestmark = [pytest.mark.slow(60), pytest.mark.warm_programs("autograder.cli", "otter")]

# Every file that grading one assignment needs, listed by hand.
EXPECTED = r"""
setup.sh run_autograder requirements.txt otter_config.json failed.json files/{0}.ipynb
course/grading.yml engine/pyproject.toml engine/autograder/py.typed
"""
BELOW = (
    r"engine/autograder/.+\.py",
    r"engine/autograder/grading/checks\.ini",
    r"engine/autograder/\w+/templates/[\w.]+\.(html|css|js|md)",
    r"engine/autograder/bundling/gradescope/(setup\.sh|run_autograder)",
    r"tests/({tasks})\.py",
    r"course/assignments/{0}/graders/\w+\.py",
    r"course/assignments/{0}/misconceptions/\w+\.py",
    r"course/assignments/{0}/given/((tiny_images|train_as_graded|tests/accuracy)\.py|example\.txt)",
    r"course/assignments/{0}/given/(break_it|practice)\.py",
    r"course/solutions/{0}/({files})",
)
STAFF_FOLDERS = re.compile(r"\.(db|sqlite\d?|csv)$|reports?\.json|right_answers|calibration/")


def bundle(root: Path, to: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "autograder.cli", "bundle", "--course", str(root), "--to", str(to),
         *more],
        capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All bundles of this course."""
    folder = tmp_path_factory.mktemp("dist")
    ran = bundle(PROJECT, folder)
    assert ran.returncode == 0, ran.stderr
    assert re.search(r"workbook-students\.zip: \d+ files, 0\.\d MB", ran.stdout)
    return folder


def files_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("name", ["workbook", "challenge"])
def test_the_zip_that_grades_holds_what_is_listed_and_nothing_else(course, dist, name):
    assignment = course.assignment(name)
    tasks = "|".join(task.name for task in assignment.checked_tasks())
    files = "|".join(re.escape(file) for file in assignment.task_files)
    listed = [each.replace("{0}", name) for each in BELOW]
    allowed = [each.replace("{tasks}", tasks).replace("{files}", files) for each in listed]
    present = files_of(dist / f"{name}-autograder.zip")

    by_hand = set(EXPECTED.format(name).split())
    others = set(present) - by_hand
    assert by_hand <= set(present)
    assert [file for file in others if not any(re.fullmatch(each, file) for each in allowed)] == []
    for task in assignment.checked_tasks():
        assert f"tests/{task.name}.py" in present
        assert f"course/solutions/{name}/{task.file}" in present


def test_the_zip_for_students_is_the_template(course, dist):
    for assignment in course.assignments.values():
        present = files_of(dist / f"{assignment.name}-students.zip")
        wanted = build.template(course, assignment)

        assert present == {f"{assignment.name}/{name}": data for name, data in wanted.items()}


def test_no_bundle_holds_what_is_anothers_or_staffs(course, dist):
    workbook, challenge = course.assignments.values()
    for assignment, other in ((workbook, challenge), (challenge, workbook)):
        graders = files_of(dist / f"{assignment.name}-autograder.zip")
        students = files_of(dist / f"{assignment.name}-students.zip")
        everything = b"\n".join([*graders.values(), *students.values()]).decode(errors="replace")

        assert course.seed not in everything
        assert other.seed not in everything
        assert assignment.seed in everything
        assert list(leaks.for_students(course, students)) == []
        assert list(leaks.of_others(course, assignment, graders)) == []
        for name in (*graders, *students):
            if not name.startswith("engine/"):
                assert not STAFF_FOLDERS.search(name), name
        answers = course.solution_folder(assignment)
        for task in assignment.tasks:
            if task.graded_by == "person":
                stub = build.template(course, assignment)[task.file]
                assert graders[f"course/solutions/{assignment.name}/{task.file}"] == stub
                assert (answers / task.file).read_bytes() != stub
                assert task.rubric
                assert task.rubric[0].question not in graders["course/grading.yml"].decode()


def test_what_is_on_no_list_gets_into_no_bundle(course):
    workbook = course.assignment("workbook")
    for name in (
        "course/gradebook.db",
        "course/solutions/challenge/model.py",
        "../x",
        "tests/x.json",
    ):
        with pytest.raises(CourseError, match="not allowed in a bundle"):
            contents.refuse_unlisted(workbook, [name])
    contents.refuse_unlisted(workbook, ["course/solutions/workbook/images.py"])


def test_the_course_in_a_bundle_grades_as_the_whole_course_does(course, tmp_path):
    for assignment in course.assignments.values():
        for name, data in contents.course_files(course, assignment).items():
            path = tmp_path / assignment.name / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        packed = load_course(tmp_path / assignment.name)
        [alone] = packed.assignments.values()

        assert alone.tasks == tuple(replace(task, rubric=()) for task in assignment.tasks)
        assert (alone.seed, packed.limits) == (assignment.seed, course.limits)
        assert fingerprints.fingerprint(packed, alone) == fingerprints.fingerprint(
            course, assignment
        )


def test_a_bundle_knows_what_students_were_given(course, tmp_path):
    """A notebook's cells replace files that are still as given, as with the whole course."""
    for assignment in course.assignments.values():
        root = tmp_path / assignment.name
        for name, data in contents.course_files(course, assignment).items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(data)
        bundled = load_course(root)

        known = as_given(bundled, bundled.assignment(assignment.name))

        built = build.template(course, assignment)
        assert known == {task.file: built[task.file] for task in assignment.tasks}


def test_bundling_again_changes_no_byte(dist, tmp_path):
    ran = bundle(PROJECT, tmp_path, "--assignment", "workbook")

    assert ran.returncode == 0, ran.stderr
    for path in tmp_path.iterdir():
        first, second = (hashlib.sha256(each.read_bytes()) for each in (path, dist / path.name))
        assert first.hexdigest() == second.hexdigest(), path.name


def test_scripts_can_be_run_once_unpacked(dist):
    with zipfile.ZipFile(dist / "workbook-autograder.zip") as archive:
        modes = {entry.filename: entry.external_attr >> 16 & 0o777 for entry in archive.infolist()}

    executable = {name for name, mode in modes.items() if mode == 0o755}
    assert {"setup.sh", "run_autograder"} <= executable
    assert modes["course/grading.yml"] == 0o644


def test_versions_are_pinned_and_torch_is_for_the_cpu():
    first, *lines = requirements.pinned().splitlines()
    pins = dict(line.split("==") for line in lines)

    assert first.startswith("--extra-index-url https://download.pytorch.org/whl/cpu")
    assert {"torch", "numpy", "pytest", "pydantic-core", "msgspec"} <= set(pins)
    assert not [name for name in pins if name.startswith(("nvidia", "cuda", "triton", "otter"))]
    assert all(re.fullmatch(r"[\d.]+\w*", version) for version in pins.values())


@pytest.mark.parametrize(
    ("file", "text", "kind"),
    [
        ("given/example.txt", "not so secret in a test", "the course's seed"),
        ("visible/test_shares.py", "def test_double_precision_is_kept(): pass", "a name of"),
        ("visible/test_shares.py", "SECRET = 314159265", "a value of"),
        ("given/help.py", "    total = numbers.sum()\n    if total == 0:", "two lines of"),
    ],
)
def test_a_secret_in_a_file_for_students_is_found(tmp_path, file, text, kind):
    root = shutil.copytree(TOY_COURSE, tmp_path / "course")
    grader = root / "assignments/counting/graders/test_shares.py"
    grader.write_text(f"{grader.read_text()}\n\nTRUTH = 314159265\n")
    solution = (root / "solutions/counting/shares.py").read_text()
    if kind == "two lines of":
        body = [line for line in solution.split("BEGIN SOLUTION")[1].splitlines()[1:] if line]
        text = "\n".join(body[:3])
    with (root / "assignments/counting" / file).open("a") as opened:
        opened.write(f"\n{text}\n")

    ran = bundle(root, tmp_path / "dist")

    assert ran.returncode == 1
    assert f"holds {kind}" in ran.stderr
    assert not (tmp_path / "dist").exists()


def test_a_secret_in_a_notebook_is_found_behind_its_quotes(course):
    source = f'print("a", "{course.seed}")'
    data = json.dumps({"cells": [{"cell_type": "code", "source": [source]}]}).encode()

    [found] = leaks.for_students(course, {"workbook.ipynb": data})

    assert "the course's seed" in found
    assert course.seed not in found


def test_it_is_said_where_a_hidden_name_is_told(course):
    file = "assignments/workbook/graders/test_pooling.py"
    lines = (course.root / file).read_text().splitlines()
    number, line = next((n, each) for n, each in enumerate(lines, 1) if each.startswith("def test"))
    name = line.removeprefix("def ").partition("(")[0]
    public = {"a.py": f"import b\n\ndef {name}_once(): ...".encode(), "b.py": name.encode()}

    found = list(leaks.for_students(course, public))

    said = f"holds a name of {file}, line {number} (test…)."
    assert found == [
        f"a.py, line 3, {said} It is a part of a longer name there, which tells it as well: "
        "choose another.",
        f"b.py, line 1, {said}",
    ]


def test_zips_know_no_time(tmp_path):
    zips.write(tmp_path / "a.zip", {"b": b"#!x", "a": b"y"})

    with zipfile.ZipFile(io.BytesIO((tmp_path / "a.zip").read_bytes())) as archive:
        assert [entry.filename for entry in archive.infolist()] == ["a", "b"]
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}


def test_students_work_with_their_zip_where_our_engine_is_unknown(
    course, dist, tmp_path, workbook_graders
):
    with zipfile.ZipFile(dist / "workbook-students.zip") as archive:
        archive.extractall(tmp_path)
    home, python = tmp_path / "workbook", tmp_path / "venv" / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "venv"], check=True)
    [site] = (tmp_path / "venv").glob("lib/python3*/site-packages")
    (site / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [python, *arguments], cwd=home, capture_output=True, text=True, check=False
        )

    assert "ModuleNotFoundError" in run("-c", "import autograder").stderr
    assert "0 of" in run("check.py").stdout
    for task in course.assignment("workbook").checked_tasks():
        shutil.copy(course.solution_file(course.assignment("workbook"), task), home)
    handed_in = run("check.py", "--hand-in")
    [outcome] = workbook_graders.grade_paths(
        [str(home / "workbook-hand-in.zip")], jobs=1, on_outcome=lambda _: None
    )

    assert "Hand in workbook-hand-in.zip" in handed_in.stdout
    assert outcome.report is not None
    assert outcome.report.score == 20
