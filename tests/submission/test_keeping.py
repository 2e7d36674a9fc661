"""Tests whether the look of code tells that it may keep something from one call to the next."""

from __future__ import annotations

import pytest
from support.paths import PROJECT, TESTS

from autograder.submission.keeping import may_keep

KEEPS = {
    "a default argument": "def f(x, seen=[]):\n    seen.append(x)",
    "one that is called for": "def f(*, seen=dict()):\n    pass",
    "one of a lambda": "f = lambda x, seen={}: seen.setdefault(x, x)",
    "one of a method": "class A:\n    def f(self, seen=set()):\n        pass",
    "a list of the class": "class A:\n    items = []",
    "a tensor of the class": "import torch\nclass A:\n    weight = torch.zeros(2)",
    "a list of an inner class": "class A:\n    class B:\n        items: list = [1]",
    "a counter of the class": (
        "class A:\n    n = 0\n    def f(self):\n        A.n += 1\n        return A.n"
    ),
    "by the class of oneself": "class A:\n    n = 0\n    def f(self):\n        type(self).n += 1",
    "another way": "class A:\n    n = 0\n    def f(self):\n        self.__class__.n += 1",
    "a class method": "class A:\n    n = 0\n    @classmethod\n    def f(cls):\n        cls.n += 1",
    "a metaclass": "class A(metaclass=Registry):\n    pass",
    "a global": "n = 0\ndef f():\n    global n\n    n += 1",
    "a dict of the module": "cache = {}\ndef f(x):\n    return cache.setdefault(x, x)",
    "a tuple of lists": "kept = (1, [])",
    "a closure": (
        "def counting():\n    n = 0\n    def f():\n        nonlocal n\n        n += 1\n"
        "    return f\nf = counting()"
    ),
    "a decorator": "@remembers\ndef f(x):\n    return x",
    "a cache": "import functools\n@functools.lru_cache\ndef f(x):\n    return x",
    "a cache by another name": "from functools import cache as c\n@c\ndef f(x):\n    return x",
    "an attribute of the function": "def f(x):\n    f.seen = x",
    "an item of a module": "import helpers\ndef f(x):\n    helpers.seen[x] = 1",
    "a list of a module": "from helpers import seen\ndef f(x):\n    seen.append(x)",
    "a file": "def f(x):\n    with open('seen.txt', 'a') as file:\n        file.write(x)",
    "a path": "from pathlib import Path\ndef f(x):\n    Path('seen').write_text(x)",
    "what runs at import": "for each in range(3):\n    pass",
    "a loop of names": "f = [g for g in ()]",
    "the environment": "import os\ndef f(x):\n    os.environ['X'] = x",
    "modules": "import sys\ndef f(x):\n    sys.modules['X'] = x",
    "the import path": "import sys\nsys.path.append('x')",
    "a setting of torch": "import torch\ndef f():\n    torch.manual_seed(0)",
}
FORGETS = {
    "nothing": "",
    "functions and constants": (
        '"""Words."""\nimport torch\nfrom torch import nn\nSIZE, NAMES = 3, ("a", "b")\n'
        "EPSILON: float = 1e-6\nHALF = SIZE / 2\nDTYPE = torch.float32\n"
        "def f(x, size=SIZE, shape=(2, 3), dtype=torch.float32, *, up=-1.0, name=None):\n"
        "    rows = []\n    for row in x:\n        rows.append(row)\n    x[0] = 1\n"
        "    return torch.stack(rows)\n"
    ),
    "objects with lists of their own": (
        "class A:\n    size = 3\n    names: list\n    def __init__(self, items):\n"
        "        self.items, self.n = [], 0\n    def f(self, x):\n        self.items.append(x)\n"
        "        self.n += 1\n        self.items[0] = x\n    @property\n    def m(self):\n"
        "        return self.n\n    @m.setter\n    def m(self, m):\n        self.n = m\n"
    ),
    "a network": (
        "import torch\nclass Net(torch.nn.Module):\n    def __init__(self):\n"
        "        super().__init__()\n        self.a = torch.nn.Linear(2, 3)\n"
        "    @torch.no_grad()\n    def forward(self, x):\n        return self.a(x)\n"
    ),
    "what reads a file": "from PIL import Image\ndef f(path):\n    return Image.open(path)",
    "what reads bytes": "def f(path):\n    return open(path, 'rb').read()",
    "what runs at home": "if __name__ == '__main__':\n    seen = []",
    "what ends the process": "import os, sys\ndef f(x):\n    os._exit(3)\n    sys.exit(1)",
    "what prints": "print('imported')",
    "what Python can't read": "def f(:",
    "what Python can't read either": "\0",
}


@pytest.mark.parametrize("name", KEEPS)
def test_what_may_keep_something_is_found(name):
    assert may_keep({"task.py": KEEPS[name].encode()}, "task.py")


@pytest.mark.parametrize("name", FORGETS)
def test_what_forgets_is_known(name):
    assert not may_keep({"task.py": FORGETS[name].encode()}, "task.py")


@pytest.mark.parametrize(
    "line",
    ["import helpers", "from helpers import seen", "from . import helpers", "import helpers.part",
     "from .helpers import seen as s", "def f():\n    import helpers", "import between"],
)  # fmt: skip
@pytest.mark.parametrize("place", ["helpers.py", "helpers/__init__.py", "helpers/part.py"])
def test_what_is_imported_counts(line, place):
    files = {"task.py": line.encode(), place: b"seen = []", "between.py": b"import helpers"}

    assert may_keep(files, "task.py")


def test_what_is_not_imported_does_not_count():
    files = {"task.py": b"import torch", "other.py": b"seen = []", "torch.txt": b"seen = []"}

    assert not may_keep(files, "task.py")
    assert not may_keep({}, "task.py")


def test_solutions_forget():
    for folder in (PROJECT, TESTS / "optimisers_course", TESTS / "toy_course"):
        for path in (folder / "solutions").rglob("*.py"):
            assert not may_keep({path.name: path.read_bytes()}, path.name), path


def test_a_source_that_is_nested_too_deeply_hides_no_other():
    files = {"task.py": b"import a, b", "a.py": b"x = " + b"-" * 5000 + b"1", "b.py": b"seen = []"}

    assert may_keep(files, "task.py")
