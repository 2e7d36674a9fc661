"""Tests the command as a user runs it: what it prints, what it writes, and its exit code."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support.paths import TOY_COURSE

pytestmark = [
    pytest.mark.slow(6, per="test"),
    pytest.mark.warm_programs("autograder.cli", "-c", "pytest"),
]

SOLUTIONS = TOY_COURSE / "solutions" / "counting"


def autograder(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "autograder.cli", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    """A copy of the toy course that a test may change."""
    return shutil.copytree(TOY_COURSE, tmp_path / "course")


@pytest.mark.cold_start
def test_help_is_quick_because_nothing_heavy_is_imported():
    code = (
        "import sys\nfrom autograder.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "print(sorted({'torch', 'numpy', 'pytest', 'rich', 'pydantic'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert ran.stdout.endswith("[]\n")
    assert "grade" in ran.stdout


def test_a_command_says_itself_what_it_does_not_know():
    ran = autograder("export", "--course", TOY_COURSE, "--format", "csv", "reports.json")

    assert ran.returncode == 1
    assert ran.stderr.startswith("usage: autograder export [-h] --format FORMAT")
    assert "autograder export: unrecognized arguments: --course" in ran.stderr


def test_one_submission_is_shown_with_the_failing_call(tmp_path):
    source = (SOLUTIONS / "shares.py").read_text().replace("numbers / total", "numbers * 2")
    shutil.copytree(SOLUTIONS, tmp_path / "ada")
    (tmp_path / "ada" / "shares.py").write_text(source)

    ran = autograder("grade", "--course", TOY_COURSE, tmp_path / "ada", "--json", tmp_path / "r")

    assert ran.returncode == 0, ran.stderr
    assert "shares(float32 (" in ran.stdout
    assert "The result has the right shape, but 3 of its 3 numbers are wrong" in ran.stdout
    (report,) = json.loads((tmp_path / "r").read_text())
    assert report["assignment"] == "counting"
    assert report["limits"]["memory_mb"] > 0
    assert f"total {report['score']:.4g} of {report['points']:.4g}" in ran.stdout
    assert report["tasks"][1]["checks"][0]["status"] == "wrong"
    assert report["tasks"][2]["score"] is None


def test_a_class_is_graded_though_one_is_refused(tmp_path):
    shutil.make_archive(str(tmp_path / "zipped"), "zip", SOLUTIONS.parent, "counting")
    (tmp_path / "bad.zip").write_text("not a zip")

    ran = autograder(
        "grade", "--course", TOY_COURSE, tmp_path / "bad.zip", tmp_path / "zipped.zip", SOLUTIONS,
        "--jobs", 2, "--json", tmp_path / "r.json",
    )  # fmt: skip

    assert ran.returncode == 1, ran.stderr
    assert "[3 of 3 graded]" in ran.stdout
    assert "counting: 3 submissions" in ran.stdout
    assert re.search(r"^1 bad +– +– +0 refused: 'bad.zip' is damaged", ran.stdout, re.MULTILINE)
    assert f"The sentences are in {tmp_path / 'r.txt'}." in ran.stdout
    assert "total 6 of 6" not in ran.stdout
    sentences = (tmp_path / "r.txt").read_text()
    assert sentences.count("submission ") >= 3
    assert sentences.index("refused: 'bad.zip'") < sentences.index("total 6 of 6")
    reports = json.loads((tmp_path / "r.json").read_text())
    assert [report["score"] for report in reports] == [0, 6, 6]
    assert reports[0]["refused"]
    assert reports[1]["refused"] is None


def test_a_class_whose_sentences_have_no_file_has_them_on_the_terminal_before_the_table(tmp_path):
    shutil.copytree(SOLUTIONS, tmp_path / "ada")

    ran = autograder("grade", "--course", TOY_COURSE, tmp_path / "ada", SOLUTIONS)

    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.count("total 6 of 6, 1 more by a person") == 2
    assert ran.stdout.rindex("total 6 of 6") < ran.stdout.index("counting: 2 submissions")
    assert "\x1b" not in ran.stdout


def test_a_broken_check_is_our_failure_and_costs_nothing(toy, tmp_path):
    grader = toy / "assignments" / "counting" / "graders" / "test_shares.py"
    grader.write_text(grader.read_text() + "\n\ndef test_mistaken():\n    '''Mine.'''\n    1 / 0\n")

    ran = autograder("grade", "--course", toy, SOLUTIONS, "--json", tmp_path / "r.json")

    assert ran.returncode == 2
    assert "for the instructor: " in ran.stdout
    (report,) = json.loads((tmp_path / "r.json").read_text())
    assert report["score"] == report["points"] == 6


@pytest.mark.parametrize("command", ["grade", "template", "verify"])
def test_a_fault_in_the_course_is_named_with_its_line(toy, command):
    text = (toy / "grading.yml").read_text().replace("points: 2", "points: -2")
    (toy / "grading.yml").write_text(text)

    ran = autograder(command, "--course", toy, *([SOLUTIONS] if command == "grade" else []))

    assert ran.returncode == 1
    assert "grading.yml:18: points of task 'vowels' is -2" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_check_that_can_not_be_imported_is_the_courses_fault(toy):
    (toy / "assignments" / "counting" / "graders" / "test_shares.py").write_text("import nowhere")

    ran = autograder("grade", "--course", toy, SOLUTIONS)

    assert ran.returncode == 1
    assert "No module named 'nowhere'" in ran.stderr


def test_the_template_is_written_and_checked(toy):
    stub = toy / "student_template" / "counting" / "shares.py"
    stub.write_text("# mine now\n")

    differs = autograder("template", "--course", toy, "--check")
    written = autograder("template", "--course", toy)
    agrees = autograder("template", "--course", toy, "--check")

    assert (differs.returncode, written.returncode, agrees.returncode) == (1, 0, 0)
    assert "shares.py" in differs.stderr
    assert "raise NotImplementedError" in stub.read_text()


def test_less_isolation_than_required_is_refused():
    ran = autograder(
        "grade", "--course", TOY_COURSE, SOLUTIONS,
        "--isolation", "process", "--require-isolation", "namespaces",
    )  # fmt: skip

    assert ran.returncode == 2
    assert "weaker" in ran.stderr


def test_the_weakest_tier_says_so(tmp_path):
    ran = autograder(
        "grade", "--course", TOY_COURSE, SOLUTIONS,
        "--isolation", "process", "--json", tmp_path / "r.json",
    )  # fmt: skip

    assert ran.returncode == 0
    assert "hostile submission" in ran.stderr
    assert json.loads((tmp_path / "r.json").read_text())[0]["tier"] == "process"


def test_the_toy_course_holds():
    ran = autograder("verify", "--course", TOY_COURSE)

    assert ran.returncode == 0, ran.stdout


def test_a_known_mistake_that_is_not_there_is_nobodys_fault():
    ran = autograder("verify", "--course", TOY_COURSE, "--explain", "no_such_mistake")

    assert ran.returncode == 1
    assert "'no_such_mistake'" in ran.stderr
    assert "none has that name" in ran.stderr
    assert "at fault" not in ran.stderr
