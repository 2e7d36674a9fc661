"""Tests that a submission imports its own modules first, whatever their names."""

from __future__ import annotations

import pytest

from autograder.sandbox.host import Worker
from autograder.sandbox.limits import Budget, worker_limits

# Names of modules that the sandbox has or has not imported: Python's, libraries', our own.
NAMES = [
    *("statistics", "profile", "colorsys", "fractions", "secrets", "resource", "cProfile", "hmac"),
    *("getpass", "modulefinder", "pstats", "random", "json", "types"),
    *("inside", "wire", "messages", "packing", "worker", "control"),
    *("defusedxml", "mpmath", "msgspec", "safetensors", "sympy", "triton", "torchvision"),
    *("typing_extensions", "packaging", "networkx", "pandas", "utils"),
]


@pytest.fixture
def hand_in(zygotes):
    """A function that starts a worker with the files of a submission, and loads a module."""
    workers = []

    def start(files: dict[str, str], task: str = "task") -> Worker:
        worker = Worker(zygotes.get(()), worker_limits(call_seconds=20.0), Budget(60))
        workers.append(worker)
        worker.put({f"submission/{name}": text.encode() for name, text in files.items()})
        worker.load(task)
        return worker

    yield start
    for worker in workers:
        worker.kill()


def call(worker, function="f"):
    return worker.call(function, (), {}, name=function, refer=str, resolve=lambda thing: thing)[0]


@pytest.mark.parametrize("name", NAMES)
def test_a_helper_is_found_whatever_its_name(hand_in, name):
    task = f"from {name} import mine\nimport {name}\ndef f():\n    return {name}.mine() + mine()"

    worker = hand_in({"task.py": task, f"{name}.py": "def mine():\n    return 21"})

    assert call(worker) == 42


@pytest.mark.parametrize("name", ["xml", "email", "utils", "sympy", "inside", "packaging"])
def test_a_package_is_found_whatever_its_name(hand_in, name):
    files = {
        "task.py": f"import {name}.deep.part\nfrom {name} import here\n"
        f"def f():\n    from {name}.deep import part\n"
        f"    return {name}.deep.part.number + part.number + here.number",
        f"{name}/__init__.py": "",
        f"{name}/here.py": "from .deep.part import number",
        f"{name}/deep/__init__.py": "",
        f"{name}/deep/part.py": "number = 14",
    }

    assert call(hand_in(files)) == 42


def test_a_helper_is_found_by_every_way_of_importing(hand_in):
    task = """
import importlib
def f():
    return [__import__('statistics').mine, importlib.import_module('statistics').mine,
            importlib.import_module('xml.part').mine]
"""
    files = {
        "task.py": task,
        "statistics.py": "mine = 1",
        "xml/__init__.py": "",
        "xml/part.py": "mine = 2",
    }

    assert call(hand_in(files)) == [1, 1, 2]


def test_helpers_find_each_other(hand_in):
    files = {
        "task.py": "import statistics\ndef f():\n    return statistics.total()",
        "statistics.py": "import fractions, random\ndef total():\n    import secrets\n"
        "    return fractions.one + random.two + secrets.three",
        "fractions.py": "import random\none = random.two - 1",
        "random.py": "two = 2",
        "secrets.py": "from statistics import total\nthree = 3",
    }

    assert call(hand_in(files)) == 6


def test_a_task_may_have_such_a_name_itself(hand_in):
    files = {"statistics.py": "def f():\n    return 42"}

    assert call(hand_in(files, task="statistics")) == 42


def test_libraries_keep_their_own(hand_in):
    task = """
import statistics, random, networkx
def f():
    import pandas, torch, numpy, turtledemo, wave
    from torch.utils.data import DataLoader
    import colorsys
    order = list(DataLoader(list(range(4)), shuffle=True, num_workers=1))
    theirs = torch.compile(lambda x: x + 1, backend="eager")(torch.ones(1))
    return statistics.mine + random.mine + networkx.mine + len(order) + theirs.item()
"""
    files = {"task.py": task} | {
        f"{name}.py": "mine = 1"
        for name in ("statistics", "random", "networkx", "colorsys", "numbers", "csv", "calendar")
    }

    assert call(hand_in(files)) == 3 + 4 + 2


def test_a_library_that_the_helper_imports_finds_its_own(hand_in):
    files = {
        "task.py": "import statistics\ndef f():\n    return statistics.mean()",
        "statistics.py": "import pandas, csv\n"
        "def mean():\n    return float(pandas.Series([1.0, 3.0]).mean()) + csv.mine",
        "csv.py": "mine = 1",
    }

    assert call(hand_in(files)) == 3.0


@pytest.mark.parametrize("name", ["sys", "os", "io", "abc", "builtins"])
def test_what_python_never_looks_up_is_pythons(hand_in, name):
    task = f"import {name}, os\ndef f():\n    return not hasattr({name}, 'mine')"

    assert call(hand_in({"task.py": task, f"{name}.py": "mine = 1"})) is True


def test_a_folder_without_init_hides_nothing(hand_in):
    files = {
        "task.py": "import statistics\ndef f():\n    return statistics.mean([42])",
        "statistics/notes.py": "",
    }

    assert call(hand_in(files)) == 42


def test_many_imports_of_one_name_are_quick(hand_in):
    task = "def f():\n    for _ in range(100_000):\n        import statistics\n    return 42"

    assert call(hand_in({"task.py": task, "statistics.py": ""})) == 42


def test_a_helper_that_fails_says_so_with_its_line(hand_in):
    files = {"task.py": "import statistics", "statistics.py": "\nmine = 1 / 0"}

    with pytest.raises(Exception, match=r"ZeroDivisionError.*\(statistics.py, line 2\)"):
        hand_in(files)
