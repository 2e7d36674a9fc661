"""How the tests are run: quickly and without torch, or shared out with the slow ones first."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from support import quick, sharing
from support.paths import PROJECT, TESTS, TOY_COURSE

pytestmark = [pytest.mark.slow(20), pytest.mark.cold_start]

ENGINE = PROJECT / "autograder"
TESTS_OF_ALL_KINDS = """
import pytest, time

def test_first_of_file(): pass
def test_second_of_file(): pass

@pytest.mark.slow(5, per="test")
@pytest.mark.parametrize("number", range(4))
def test_of_each(number): time.sleep(0.5)

@pytest.mark.slow(9, per="test")
def test_longest(): pass
"""
HOOKS = """
import pytest
from support.sharing import scheduler, slow_first

def pytest_configure(config):
    config.addinivalue_line("markers", "slow")

def pytest_collection_modifyitems(items):
    slow_first(items)

def pytest_xdist_make_scheduler(config, log):
    return scheduler(config, log)
"""


def without_torch(*command: str) -> subprocess.CompletedProcess[str]:
    """Run a command as a test of the quick run would."""
    return subprocess.run(
        [sys.executable, "-m", *command],
        capture_output=True,
        text=True,
        check=False,
        cwd=PROJECT,
        env={**os.environ, "PYTHONPATH": str(quick.NO_TORCH)},
        timeout=300,
    )


def test_what_imports_torch_is_found_wherever_it_is_imported():
    assert quick.imports_torch(ENGINE / "sandbox" / "host.py")
    assert quick.imports_torch(TESTS / "grading" / "test_student.py")
    # By way of what students are given; only in functions, or for types.
    assert quick.imports_torch(TESTS / "assignments" / "test_own_pictures.py")
    assert not quick.imports_torch(ENGINE / "grading" / "grader_process.py")
    assert not quick.imports_torch(TESTS / "conftest.py")


def test_no_grader_starts_in_the_quick_run():
    ran = without_torch("autograder.cli", "grade", "--course", str(TOY_COURSE),
                        str(TOY_COURSE / "solutions" / "counting"))  # fmt: skip

    assert ran.returncode == 2
    said = " ".join((ran.stdout + ran.stderr).replace("\n!", " ").split())
    assert "starts something that imports torch" in said


def test_the_quick_run_is_large_and_collecting_it_imports_no_torch():
    ran = without_torch("pytest", "--quick", "--collect-only", "-q", "-p", "no:cacheprovider")

    assert ran.returncode == 0, ran.stdout[-2000:]
    found = re.search(r"^(\d+)/\d+ tests collected", ran.stdout, re.MULTILINE)
    assert found is not None
    assert int(found[1]) > 1000
    assert "tests/submission/test_intake.py::" in ran.stdout
    assert "tests/grading/test_student.py::" not in ran.stdout


def test_what_is_slow_begins_first_and_is_shared_out_as_it_is_marked(tmp_path):
    (tmp_path / "test_file.py").write_text(TESTS_OF_ALL_KINDS)
    (tmp_path / "conftest.py").write_text(HOOKS)
    settings = ("-c", os.devnull, "--rootdir", str(tmp_path), "-p", "no:cacheprovider")

    ran = subprocess.run(
        [sys.executable, "-m", "pytest", *settings, "-n", "2", "--dist", "loadfile", "-v",
         str(tmp_path)],
        capture_output=True, text=True, check=False, timeout=300,
        env={**os.environ, "PYTHONPATH": f"{TESTS}{os.pathsep}{PROJECT}"},
    )  # fmt: skip

    assert ran.returncode == 0, ran.stdout + ran.stderr
    ended = re.findall(r"\[(gw\d)\].*PASSED \S*::(\w+)", ran.stdout)
    assert len(ended) == 7
    workers = {name: {worker for worker, each in ended if each == name} for _, name in ended}
    assert ended[0][1] == "test_longest"
    assert workers["test_first_of_file"] == workers["test_second_of_file"]
    assert workers["test_of_each"] == {"gw0", "gw1"}


def test_what_belongs_together_is_read_from_the_marks():
    attacks = "tests/grading/test_attacks.py"
    told = {
        f"{attacks}::test_nothing_is_gained[workbook-convolution/by_name]": f"{attacks}::workbook",
        f"{attacks}::test_the_machine_is_as_it_was[workbook]": f"{attacks}::workbook",
        "tests/commands/test_cli.py::test_a[b]": "tests/commands/test_cli.py::test_a[b]",
        "tests/grading/test_strangers.py::test_a[b]": "tests/grading/test_strangers.py",
        "tests/test_scoring.py::test_a": "tests/test_scoring.py",
    }

    assert {nodeid: sharing.belongs_to(nodeid, PROJECT) for nodeid in told} == told
