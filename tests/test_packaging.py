"""Tests the package: it holds the engine and nothing of a course, and works where a course lies."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
import zipfile
from email import message_from_bytes
from pathlib import Path

import pytest
from support.paths import PROJECT, TOY_COURSE

from autograder.files.on_disk import files_below
from autograder.version import DISTRIBUTION, version

pytestmark = [pytest.mark.slow(40), pytest.mark.torch, pytest.mark.cold_start]

BUILT_FROM = ("pyproject.toml", "README.md", "LICENSE")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of the whole project, so that what is left out was there."""
    source, made = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("made")
    for folder in ("autograder", "assignments", "solutions", "student_template", "benchmarks"):
        shutil.copytree(
            PROJECT / folder, source / folder, ignore=shutil.ignore_patterns("__pycache__")
        )
    for name in (*BUILT_FROM, "grading.yml"):
        shutil.copy(PROJECT / name, source)
    build = ["wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(made)]
    pip(*build, str(source))
    [path] = made.iterdir()
    return path


def pip(*arguments: str) -> None:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *arguments]
    subprocess.run(command, check=True, capture_output=True, text=True, timeout=300)


def test_the_wheel_holds_the_whole_engine_and_nothing_else(wheel):
    names = zipfile.ZipFile(wheel).namelist()

    held = {name for name in names if ".dist-info/" not in name}
    assert held == {f"autograder/{name}" for name in files_below(PROJECT / "autograder")}
    assert "autograder/py.typed" in held


def test_the_wheel_says_what_it_is_and_under_which_license(wheel):
    with zipfile.ZipFile(wheel) as archive:
        [metadata] = [name for name in archive.namelist() if name.endswith("/METADATA")]
        told = message_from_bytes(archive.read(metadata))
        licenses = [name for name in archive.namelist() if name.endswith("/LICENSE")]

    assert told["Name"] == DISTRIBUTION
    assert told["Version"] == version()
    assert told["License-Expression"] == "MIT"
    assert len(licenses) == 1


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command of an environment of its own, as pipx makes it; torch and others are ours."""
    home = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(home)], check=True)
    pip("--python", str(home / "bin" / "python"), "install", "--quiet", "--no-deps", str(wheel))
    [packages] = home.glob("lib/python*/site-packages")
    # A path file is read in one folder only, so that the project itself is not found through it.
    (packages / "ours.pth").write_text(sysconfig.get_path("purelib"))
    return home / "bin" / "autograder"


def run_in(course: Path, command: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(command), *arguments],
        cwd=course, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip


def test_it_grades_and_verifies_in_a_folder_that_holds_a_course(installed, tmp_path):
    course = tmp_path / "course"
    shutil.copytree(TOY_COURSE, course)

    graded = run_in(course, installed, "grade", "solutions/counting")
    generated = run_in(course, installed, "template", "--check")

    assert graded.returncode == 0, graded.stderr
    assert "6 of 6" in graded.stdout
    assert generated.returncode == 0, generated.stderr


def test_it_is_the_installed_engine_that_runs(installed, tmp_path):
    code = "import autograder; print(autograder.__path__[0])"
    python = installed.with_name("python")
    ran = subprocess.run(
        [str(python), "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )

    assert Path(ran.stdout.strip()).is_relative_to(installed.parents[1])
    assert version() == run_in(tmp_path, installed, "--version").stdout.strip()
