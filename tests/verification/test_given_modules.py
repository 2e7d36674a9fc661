"""Modules for students that no hidden check may use are imported before students do."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support.paths import TOY_COURSE

from autograder.course.load import load_course
from autograder.verification import given_modules

pytestmark = pytest.mark.slow(3, per="test")
TESTS = "assignments/counting/given/tests"


def found(root: Path, **modules: str) -> list[str]:
    """What is said of the toy course with these modules in tests/."""
    shutil.copytree(TOY_COURSE, root)
    for name, text in modules.items():
        file = root / TESTS / f"{name}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    course = load_course(root)
    return list(given_modules.faults(course, course.assignment("counting")))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("import torch\n\nhalf = thrid\n", "line 3: NameError: name 'thrid' is not defined"),
        ("import trian_as_graded\n", "line 1: ModuleNotFoundError: No module named 'trian_as"),
        ("x = (\n", "line 1: SyntaxError: '(' was never closed"),
        ("raise SystemExit(3)\n", "line 1: SystemExit: 3"),
        ("import os\nos._exit(0)\n", "an import ends the process"),
        ("def measur(folder, training): ...\n", "it has no function `measure(folder, training)`"),
    ],
)
def test_what_check_py_could_not_use_is_found(tmp_path, text, why):
    (fault,) = found(tmp_path / "course", accuracy=text, other="print('[]')\n")

    assert fault.startswith(f"{TESTS}/accuracy.py")
    assert why in fault


def test_modules_may_import_solutions_and_each_other_and_print(tmp_path):
    driver = "import other, shares\nprint('x')\ndef measure(folder, training): ...\n"

    assert found(tmp_path / "course", accuracy=driver, other="import vowels\n") == []
