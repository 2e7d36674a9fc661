"""Tests `autograder regrade` from the command line, with files."""

from __future__ import annotations

import json
import shutil
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.regrading import class_in, course_with_more_checks, replaced

from autograder.cli import main

pytestmark = pytest.mark.slow(40)

CHECKS = "assignments/counting/graders/test_shares.py"
CLASS = ("right", "slightly_off", "prints", "misses_capitals")
STRICTER = replaced(CHECKS, "TOLERANCE, NEAR = 0.01", "TOLERANCE, NEAR = 0.001")
BECAUSE = "A share has to be right to one part in a thousand."
Command = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a course, a class, its reports and its recordings."""
    folder = tmp_path_factory.mktemp("graded")
    course = course_with_more_checks(folder / "course")
    class_in(folder / "class", course)
    paths = [str(folder / "class" / name) for name in CLASS]
    kept = ["--json", f"{folder}/reports.json", "--record", f"{folder}/recordings"]
    assert main(["grade", "--course", str(course), *paths, *kept]) == 0
    return folder


@pytest.fixture
def folder(graded: Path, tmp_path: Path) -> Path:
    """A copy of it; the paths in the reports lead to what was graded first."""
    return shutil.copytree(graded, tmp_path / "copy")


@pytest.fixture
def regrade(folder: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs the command on the copy: gives exit code, output and errors."""

    def run(*more: str, reports: str = "reports.json") -> tuple[int, str, str]:
        capsys.readouterr()
        known = ["--recordings", str(folder / "recordings"), "--course", str(folder / "course")]
        code = main(["regrade", str(folder / reports), *known, *more])
        return code, *capsys.readouterr()

    return run


def scores(path: Path) -> dict[str, Any]:
    return {Path(each["submission"]).name: each["score"] for each in json.loads(path.read_text())}


def test_recordings_are_for_their_owner_alone(graded):
    [first, *_] = kept = sorted((graded / "recordings").iterdir())

    assert len(kept) == len(CLASS)
    assert stat.S_IMODE(first.stat().st_mode) == 0o600


def test_nothing_counts_before_it_is_accepted(folder, regrade):
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    STRICTER(folder / "course")
    before[folder / "course" / CHECKS] = (folder / "course" / CHECKS).read_bytes()

    code, said, _ = regrade()

    assert code == 0
    assert "slightly_off: 3.2 → 2.8 of 6 by checks (-0.4)" in said
    assert "4 regraded: 0 up, 1 down, 0 with the same points and other words, 3 as before." in said
    assert "Nothing counts yet." in said
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_what_is_accepted_says_who_and_why_and_can_be_regraded(folder, regrade):
    STRICTER(folder / "course")
    new = folder / "new.json"

    code, said, _ = regrade("--accept", "--because", BECAUSE, "--by", "ada", "--json", str(new))

    assert (code, scores(new)["slightly_off"], scores(new)["right"]) == (0, 2.8, 6.0)
    assert "Accepted: 1 reports are new. All 4 are in" in said
    regrades = {each["submission"]: each["regrades"] for each in json.loads(new.read_text())}
    [why] = [found for found in regrades.values() if found]
    assert [(each["author"], each["reason"], each["before"], each["after"]) for each in why] == [
        ("ada", BECAUSE, 3.2, 2.8)
    ]
    assert (
        "0 up, 0 down, 0 with the same points and other words, 4 as before."
        in regrade(reports="new.json")[1]
    )


def test_whoever_would_lose_points_may_keep_them(folder, regrade):
    STRICTER(folder / "course")
    new = folder / "new.json"

    _, said, _ = regrade("--never-lower", "--accept", "--because", "x", "--json", str(new))

    assert "(kept: no grade is lowered)" in said
    assert scores(new) == scores(folder / "reports.json")


def test_a_submission_without_a_recording_is_graded_in_full(folder, regrade):
    [kept] = (folder / "recordings").glob("prints*")
    kept.write_bytes(b"damaged")

    code, said, _ = regrade()

    assert code == 0
    assert "Run again, with the same points:" in said
    assert "  vowels: everything, because it was not recorded: prints\n" in said
    assert "4 as before" in said


def test_who_has_neither_recording_nor_files_keeps_the_report(folder, regrade):
    reports = folder / "reports.json"
    text = reports.read_text()
    gone = next(line for line in text.splitlines() if "prints" in line and "submission" in line)
    reports.write_text(text.replace(gone, gone.replace("prints", "gone")))

    code, said, _ = regrade()

    assert code == 1
    assert "! gone keeps its report: it was not recorded, and is not where it was" in said
    assert "1 could not be regraded, and keep their reports." in said


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--accept", "--json", "x.json"], "--accept needs --because"),
        (["--accept", "--because", " ", "--json", "x.json"], "--accept needs --because"),
        (["--accept", "--because", "x"], "--accept needs --json"),
        (["--because", "x"], "--because goes with --accept"),
    ],
)
def test_half_a_wish_changes_nothing(options, sentence, regrade):
    code, said, error = regrade(*options)

    assert (code, said) == (1, "")
    assert sentence in error


def test_the_old_reports_are_not_written_over(folder, regrade):
    code, _, error = regrade("--accept", "--because", "x", "--json", str(folder / "reports.json"))

    assert code == 1
    assert "They are kept; name another file." in error


@pytest.mark.parametrize("content", ["", "{", '{"score": 1}', '[{"score": 1}]'])
def test_another_file_is_no_list_of_reports(content, folder, regrade):
    (folder / "other.json").write_text(content)

    code, _, error = regrade(reports="other.json")

    assert code == 1
    assert "is no file of `grade --json`." in error
