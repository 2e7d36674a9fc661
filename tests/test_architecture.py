"""Tests the packages: imports point one way, files stay small, and the engine knows no course."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator
from pathlib import Path

from support.paths import PROJECT

ENGINE = PROJECT / "autograder"
# Files that authors start from or hand on to students: they never run as part of the engine.
FOR_AUTHORS = [ENGINE / "template" / "given", ENGINE / "skeleton" / "assignment"]
MODULES = sorted(
    path
    for path in ENGINE.rglob("*.py")
    if not any(path.is_relative_to(folder) for folder in FOR_AUTHORS)
)

# Each package may import from those before it, and from itself.
PACKAGES = [
    ("version",),
    ("results",),
    ("errors",),
    ("files", "text"),
    ("backwards",),
    ("expect", "scoring"),
    ("course",),
    ("template",),
    ("skeleton",),
    ("submission",),
    ("downloads",),
    ("sandbox",),
    ("diagnosis", "self_check"),
    ("grading",),
    ("exporters", "figures"),
    ("gradebook",),
    ("lms",),
    ("pages", "review", "viva"),
    ("cluster",),
    ("verification",),
    ("platforms",),
    ("bundling",),
    ("ci",),
    ("commands",),
    ("cli",),
]
RANK = {name: rank for rank, names in enumerate(PACKAGES) for name in names}


@functools.cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def package_of(module: str) -> str:
    return module.removeprefix("autograder.").split(".")[0]


def name_of(path: Path) -> str:
    return ".".join(("autograder", *path.relative_to(ENGINE).with_suffix("").parts))


def imports_of(path: Path) -> Iterator[str]:
    """The absolute names of all modules that a file imports, at any level."""
    package = name_of(path).split(".")[:-1]
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(part for part in (base, node.module) if part)
            yield from (f"{module}.{alias.name}" for alias in node.names)


def test_imports_point_one_way():
    for path in MODULES:
        if path.name == "__init__.py":
            continue
        mine = package_of(name_of(path))
        ours = {package_of(name) for name in imports_of(path) if name.startswith("autograder.")}

        assert all(RANK[other] <= RANK[mine] for other in ours), (path, sorted(ours))


def test_what_runs_beside_students_imports_nothing_of_ours():
    inside = "autograder.sandbox.inside"
    for path in (ENGINE / "sandbox" / "inside").glob("*.py"):
        ours = {name for name in imports_of(path) if name.startswith("autograder")}

        assert all(name.startswith(inside) for name in ours), path


def test_modules_are_small_and_say_what_they_are_for():
    for path in MODULES:
        source = path.read_text()

        assert ast.get_docstring(tree_of(path)), path
        assert len(source.splitlines()) <= 270, path


def test_init_files_hold_a_docstring_only():
    for path in MODULES:
        if path.name == "__init__.py":
            assert len(tree_of(path).body) == 1, path


def test_nothing_that_could_run_a_strangers_bytes():
    for path in MODULES:
        names = {name.split(".")[0] for name in imports_of(path)}

        assert not names & {"pickle", "dill", "shelve", "marshal", "cloudpickle"}, path
        calls = {n.func.id for n in ast.walk(tree_of(path))
                 if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}  # fmt: skip
        assert not calls & {"eval", "exec"}, path


def test_the_engine_knows_no_course():
    words = ("conv2d", "max_pool", "workbook", "checkerboard", "sliding_window", "tiny_images")
    words += ("without_convolution", "'channel'", "'picture'")  # the course names its axes
    for path in MODULES:
        if path.name == "student.py":  # its docstrings show an example of a call
            continue
        code = ast.unparse(without_docstrings(ast.parse(path.read_text())))
        if path.name in ("zygote.py",):  # it warms up with one convolution
            code = code.replace("torch.nn.functional.conv2d(", "")

        assert not [word for word in words if word in code], path


def without_docstrings(tree: ast.Module) -> ast.Module:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(
            node
        ):
            node.body = node.body[1:] or [ast.Pass()]
    return tree
