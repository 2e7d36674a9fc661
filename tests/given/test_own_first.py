"""Tests students' files with the names of other modules: they are found or named."""

from __future__ import annotations

import pytest
from support.at_home import RIGHT, run

# Modules of Python, of pytest, of the given files, and of the test tools.
OTHERS = ["random", "types", "json", "re", "statistics", "tempfile", "subprocess", "argparse",
          "unittest", "difflib", "pytest", "_pytest", "pluggy", "conftest", "test_mine",
          "test_numbers_", "findings", "running", "judging", "grids", "answers", "zipfile",
          "dataclasses", "colorsys", "profile", "inspect", "traceback"]  # fmt: skip


@pytest.fixture
def solved(home):
    (home / "numbers_.py").write_text(RIGHT)
    return home


def test_files_that_nobody_imports_do_no_harm(solved):
    for name in OTHERS:
        (solved / f"{name}.py").write_text("raise SystemExit(0)\n")

    code, said = run(solved, "numbers_")

    assert code == 0
    assert "another name" not in said


def test_a_students_modules_are_found_first(solved):
    source = RIGHT
    for name in OTHERS:
        (solved / f"{name}.py").write_text("import random, types\n\ndef mine():\n    return 2\n")
        # Found when the file is loaded, and when a function is called.
        source = source.replace("2 * number", f"2 * {name}_.mine() // later_{name}() * number")
        source = f"import {name} as {name}_\n{source}"
        source += f"\n\ndef later_{name}():\n    import {name}\n    return {name}.mine()\n"
    (solved / "numbers_.py").write_text(source)

    code, said = run(solved, "numbers_")

    assert "2 of 2 visible tests pass" in said, said
    assert code == 0


@pytest.mark.parametrize("name", ["random", "statistics", "unittest", "grids"])
def test_a_students_package_is_found_first(solved, name):
    (solved / name).mkdir()
    (solved / name / "__init__.py").write_text("from .more import two\n")
    (solved / name / "more.py").write_text(f"import {name}, random\n\ntwo = 2\n")
    source = RIGHT.replace("2 * number", "two * number")
    (solved / "numbers_.py").write_text(f"from {name}.more import two\nimport {name}\n{source}")

    assert run(solved, "numbers_")[0] == 0


def test_importing_by_a_function_finds_it_too(solved):
    (solved / "statistics.py").write_text("two = 2\n")
    source = RIGHT.replace("2 * number", 'importlib.import_module("statistics").two * number')
    (solved / "numbers_.py").write_text(f"import importlib\n{source}")

    assert run(solved, "numbers_")[0] == 0


@pytest.mark.parametrize("name", ["sys", "time", "os", "site"])
def test_a_name_that_python_keeps_gets_a_sentence(solved, name):
    (solved / f"{name}.py").write_text("def mine():\n    return 2\n")
    assert f"Rename {name}.py: `import {name}` finds Python's own" in run(solved, "numbers_")[1]
    (solved / "numbers_.py").write_text(f"import {name}\n{name}.mine()\n{RIGHT}")

    code, said = run(solved, "numbers_")

    assert code == 1
    assert f"`import {name}` finds Python's own {name} and not your {name}.py." in said


@pytest.mark.parametrize(
    ("name", "use"),
    [
        ("random", "import random\nrandom.randint(1, 2)\n"),
        ("torch", "import torch\ntorch.arange(3)\n"),
        ("torch", "from torch import nn\n"),
        ("torch", "import torch.nn.functional as F\n"),
        ("pytest", "from pytest import approx\n"),
    ],
)
def test_a_file_that_stands_in_the_way_is_named(solved, name, use):
    (solved / f"{name}.py").write_text("")
    (solved / "numbers_.py").write_text(use + RIGHT)

    code, said = run(solved, "numbers_")

    assert code == 1
    assert f"`import {name}` finds your {name}.py. If you mean the other one, rename yours." in said
