"""What a recording depends on: hashes of all that decides answers, and of all that judges them."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path

from autograder.course.model import Assignment, Course, Task
from autograder.files.on_disk import files_below
from autograder.grading.environment import environment
from autograder.grading.seeds import Seeds

ENGINE = Path(__file__).parents[1]
# Packages that neither run a submission nor judge it.
ELSEWHERE = (
    "bundling",
    "ci",
    "commands",
    "exporters",
    "figures",
    "pages",
    "platforms",
    "verification",
)
DECLARED = ("pytest.mark.weight", "pytest.mark.visibility")  # read anew whenever a check is judged


class Conditions:
    """The conditions of one run of the grader, read once."""

    def __init__(
        self, course: Course, assignment: Assignment, given: Mapping[str, bytes], tier: str
    ) -> None:
        self._course, self._assignment, self._tier = course, assignment, tier
        self._given = _hash(_parts(given))
        self._environment = environment(course, assignment)
        self._judges: dict[str, dict[str, str]] = {}

    def of_answers(self, task: Task, files: Mapping[str, bytes]) -> dict[str, str]:
        """What decides how `files`, the submission, answer a request."""
        training = task.training
        known = {
            "the files handed in": _hash(_parts(files)),
            "the files given to students": self._given,
            "the limits": _hash([repr(self._course.limits)]),
            "the forbidden operations": _hash([repr(task.forbidden), task.file]),
            "the isolation tier": self._tier,
            "the sandbox": self._sandbox,
        }
        for name in ("python", "torch", "torchvision", "numpy", "machine"):
            known[name] = self._environment[name]
        if training is not None:
            known["the training's limits"] = f"{training.cpu_seconds} s, {training.memory_mb} MB"
            known["the device"] = self._environment["device"]
        return known

    def of_judging(self, task: Task, seeds: Seeds) -> dict[str, str]:
        """What decides how answers are judged and explained.

        What a check declares of itself (its docstring, weight and visibility) is left out: whoever
        takes over an outcome reads it anew. So are points.
        """
        if task.name not in self._judges:
            self._judges[task.name] = {
                "engine": self._engine,
                "checks": _hash(_parts(self._checks(task))),
                "catalogue": _hash(_parts(self._catalogue(task))),
                "solution": _hash(_parts(self._solution())),
                "task": _hash([repr((task.name, task.options, task.training))]),
            }
        seed = _hash([seeds.assignment.seed, str(seeds.draw)])
        return {**self._judges[task.name], "seed": seed}

    @cached_property
    def _engine(self) -> str:
        files = {
            name: path.read_bytes()
            for name, path in files_below(ENGINE).items()
            if name.endswith(".py") and name.partition("/")[0] not in ELSEWHERE
        }
        return _hash(_parts(files))

    @cached_property
    def _sandbox(self) -> str:
        files = files_below(ENGINE / "sandbox" / "inside")
        return _hash(_parts({n: p.read_bytes() for n, p in files.items() if n.endswith(".py")}))

    def _checks(self, task: Task) -> Mapping[str, bytes]:
        grader = self._course.grader_file(self._assignment, task)
        files = files_below(grader.parent)
        found = {
            name: path.read_bytes()
            for name, path in files.items()
            if not name.startswith("test_") and not name.endswith(".pyc")
        }
        return {**found, grader.name: undeclared(grader.read_bytes())}

    def _catalogue(self, task: Task) -> Mapping[str, bytes]:
        misconceptions = self._course.misconceptions_file(self._assignment, task)
        found = dict(self._solution())
        if misconceptions.is_file():
            found["misconceptions"] = misconceptions.read_bytes()
        return found

    def _solution(self) -> Mapping[str, bytes]:
        files = files_below(self._course.solution_folder(self._assignment))
        found = {name: path.read_bytes() for name, path in files.items() if name.endswith(".py")}
        return {**found, "given": self._given.encode()}


def undeclared(source: bytes) -> bytes:
    """The code of a file of checks, without what its checks declare of themselves."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test"):
            kept = [each for each in node.decorator_list if not _is_declaration(each)]
            node.decorator_list = kept
            if ast.get_docstring(node, clean=False) is not None:
                node.body = node.body[1:] or [ast.Pass()]
    return ast.dump(tree).encode()


def _is_declaration(decorator: ast.expr) -> bool:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return ast.unparse(called) in DECLARED


def _parts(files: Mapping[str, bytes]) -> Iterable[str | bytes]:
    for name in sorted(files):
        yield from (name, files[name])


def _hash(parts: Iterable[str | bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else part.encode(errors="surrogateescape")
        digest.update(hashlib.sha256(data).digest())
    return digest.hexdigest()[:16]
