"""Tests the visible tests at home: each task's run in a separate process that leaves nothing."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from textwrap import dedent

import pytest
from support.at_home import FACTS, MAX_WAIT, PROJECT, RIGHT, WORDS, run, unpack, wait_until
from support.load import slowdown

from autograder.template import build

SOLUTIONS = PROJECT / "solutions" / "workbook"
SELFISH = """
    import os, random, sys, warnings
    import numpy as np
    import torch

    torch.set_grad_enabled(False)
    torch.set_default_dtype(torch.float64)
    torch.set_num_threads(1)
    torch.manual_seed(3)
    torch.Tensor.flatten = torch.Tensor.reshape = torch.Tensor.sum = None
    torch.arange = torch.zeros
    np.seterr(all="raise")
    np.isclose = None
    random.seed(3)
    warnings.simplefilter("error")
    sys.setrecursionlimit(80)
    sys.path.clear()
    os.environ.clear()
    os.chdir("/")
"""


@pytest.fixture
def two_tasks(home: Path) -> Path:
    """Two tasks with the same tests: `numbers_` is right, `first` is still to be written."""
    tasks = [{**FACTS["tasks"][0], "name": "first", "file": "first.py"}, FACTS["tasks"][0]]
    (home / "assignment.json").write_text(json.dumps({**FACTS, "tasks": tasks}))
    tests = (home / "tests" / "test_numbers_.py").read_text()
    (home / "tests" / "test_first.py").write_text(tests.replace("numbers_", "first"))
    (home / "numbers_.py").write_text(RIGHT)
    return home


@contextmanager
def in_shell(home: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, str(home / "check.py"), *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.torch
def test_what_one_file_changes_for_all_does_no_harm_to_others(course, tmp_path):
    for name, content in build.template(course, course.assignment("workbook")).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    for name in ("patterns", "images", "convolution", "pooling"):
        shutil.copy(SOLUTIONS / f"{name}.py", tmp_path)
    (tmp_path / "patterns.py").write_text(dedent(SELFISH))

    _, said = run(tmp_path)

    assert said.count(" done ") == 3
    assert "Fix first: patterns: " in said


@pytest.mark.parametrize(
    "source",
    [
        "import sys\nsys.exit(0)\n",
        "import os\nos._exit(0)\n",
        "import os\nos.abort()\n",
        "raise KeyboardInterrupt\n",
        "import sys\nsys.stdout.close()\nsys.stdout = sys.stderr = None\nraise ValueError\n",
        "import os\nfor number in range(3): os.close(number)\n1 / 0\n",
        "import sys\nsys.modules.clear()\n",
        "import builtins\nbuiltins.print = builtins.open = builtins.len = None\n",
        "import sys, atexit\natexit.register(lambda: 1 / 0)\nsys.modules['numbers_'] = None\n",
        "class Odd(Exception):\n    def __str__(self): return 1 / 0\nraise Odd\n",
        "import threading\nthreading.Thread(target=lambda: [0 for _ in iter(int, 1)]).start()\n",
    ],
)
def test_what_ends_a_process_does_no_harm_to_others(two_tasks, source):
    (two_tasks / "first.py").write_text(source)

    code, said = run(two_tasks)

    assert code == 1
    assert "1  first            started " in said
    assert "2  numbers_         done       4 points   2 of 2 visible tests pass" in said


def test_a_thread_that_never_ends_is_left_behind(two_tasks):
    forever = (
        "import threading\nthreading.Thread(target=lambda: [0 for _ in iter(int, 1)]).start()\n"
    )
    (two_tasks / "first.py").write_text(forever + RIGHT)

    began = time.monotonic()
    code, said = run(two_tasks)

    assert code == 0
    assert said.count("2 of 2 visible tests pass") == 2
    assert time.monotonic() - began < 30 * slowdown()


@pytest.mark.parametrize(
    "source",
    [
        "while True: print('x' * 10000)\n",
        "import sys\nwhile True: sys.stderr.write('x' * 10000)\n",
        "import os\nwhile True: os.write(1, b'x' * 10000)\n",
        "import subprocess, sys\n"
        "subprocess.run([sys.executable, '-c', 'while True: print(\"x\" * 10000)'])\n",
        "def double(number):\n    while True: print('x' * 10000)\ndef half(number): ...\n",
        "print('x' * 10**7)\nwhile True: pass\n",
    ],
)
def test_endless_printing_is_stopped(two_tasks, source, tmp_path):
    (two_tasks / "first.py").write_text(source)
    (tmp_path / "scratch").mkdir()

    began = time.monotonic()
    code, said = run(two_tasks, TMPDIR=str(tmp_path / "scratch"))

    assert code == 1
    assert time.monotonic() - began < 30 * slowdown()
    assert "Your code printed more than 5 MB, so it was stopped." in said
    assert len(said) < 3000
    assert "2  numbers_         done " in said
    assert not list((tmp_path / "scratch").iterdir())


def test_what_is_printed_by_any_means_is_shown(home):
    source = (
        "import os, subprocess, sys\n"
        "def double(number):\n"
        "    print('one')\n"
        "    sys.stderr.write('two\\n')\n"
        "    os.write(1, b'three\\n\\xff\\n')\n"
        "    subprocess.run(['echo', 'four'])\n"
        "def half(number): return number / 2\n"
    )
    (home / "numbers_.py").write_text(source)

    _, said = run(home)

    assert "  Your code printed:\n    one\n    two\n    three\n    �\n    four\n" in said


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="there are no process groups on Windows")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_goes_on_once_check_py_has_gone(home, how):
    (home / "numbers_.py").write_text(
        "import os, pathlib, subprocess, sys, time\n"
        f"place = pathlib.Path({str(home)!r})\n"
        "tick = 'while True: time.sleep(0.05); pathlib.Path(sys.argv[1]).touch()'\n"
        "tick = 'import pathlib, sys, time\\n' + tick\n"
        "subprocess.Popen([sys.executable, '-c', tick, str(place / 'child')])\n"
        "while True: (place / 'tests_run').touch()\n"
    )
    marks = [home / "child", home / "tests_run"]
    with in_shell(home) as process:
        wait_until(lambda: all(mark.exists() for mark in marks))

        process.send_signal(how)
        process.communicate(timeout=MAX_WAIT)

    def is_quiet() -> bool:
        for mark in marks:
            mark.unlink(missing_ok=True)
        time.sleep(0.5)
        return not any(mark.exists() for mark in marks)

    wait_until(is_quiet)


@pytest.mark.parametrize(
    "name",
    ["work[1]", "a::b", "[", "x]", "@home", "-k", "a b", "Übung", "$HOME", "{0}", "%s", "tests",
     ".hidden", "venv", "site-packages", "a'b", 'a"b', "a\\b", "a\nb", "*", "test_numbers_.py"],
)  # fmt: skip
def test_every_name_of_a_folder_will_do(tmp_path, name):
    home = unpack(tmp_path / name)
    assert "numbers_         to do " in run(home)[1]
    (home / "numbers_.py").write_text(RIGHT)
    (home / "words.md").write_text(WORDS.format(" Because.", " So."))

    assert run(home)[0] == 0
    assert run(home, "--hand-in")[0] == 0


@pytest.mark.parametrize(
    "surroundings",
    [
        {"PYTEST_ADDOPTS": "-k nothing"},
        {"PYTEST_ADDOPTS": "--no-such-option"},
        {"PYTEST_PLUGINS": "no_such_plugin"},
        {"PYTEST_DEBUG": "1", "PYTEST_ADDOPTS": "--collect-only -n 2 --cov"},
        {"PYTHONPATH": "."},
        {"PYTHONSAFEPATH": "1"},
    ],
)
def test_the_callers_pytest_settings_are_ignored(home, surroundings, monkeypatch):
    monkeypatch.chdir(home)
    (home / "tempfile.py").write_text("1 / 0\n")
    (home / "numbers_.py").write_text(RIGHT)

    assert "2 of 2 visible tests pass" in run(home, "numbers_", **surroundings)[1]


@pytest.mark.parametrize("name", ["pytest.ini", "tox.ini", "pyproject.toml", "conftest.py"])
@pytest.mark.parametrize("place", [".", "..", "tests"])
def test_settings_of_other_folders_are_ignored(home, name, place):
    settings = "[pytest]\naddopts = --no-such-option\n"
    if name == "pyproject.toml":
        settings = "[tool.pytest.ini_options]\nminversion = '99'\n"
    if name == "conftest.py":
        settings = "1 / 0\n"
    (home / place / name).write_text(settings)
    (home / "numbers_.py").write_text(RIGHT)

    assert "2 of 2 visible tests pass" in run(home, "numbers_")[1]
