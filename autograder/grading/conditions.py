"""What a recording depends on: hashes of all that decides answers, and of all that judges them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path

from autograder.course.model import Assignment, Course, Task
from autograder.files.on_disk import files_below
from autograder.grading.check_sources import code_and_sentences, code_of_checks, undeclared
from autograder.grading.seeds import Seeds

ENGINE = Path(__file__).parents[1]
# What neither runs a submission nor judges it.
ELSEWHERE = frozenset(
    {"bundling", "ci", "cli.py", "cluster", "commands", "downloads", "exporters", "figures"}
    | {"gradebook", "lms", "pages", "platforms", "review", "self_check", "skeleton"}
    | {"verification", "viva"}
)


class Conditions:
    """The conditions of one run of the grader, read once."""

    def __init__(
        self,
        course: Course,
        assignment: Assignment,
        given: Mapping[str, bytes],
        tier: str,
        environment: Mapping[str, str],
    ) -> None:
        self._course, self._assignment, self._tier = course, assignment, tier
        self._given = _hash(_parts(given))
        self._environment = environment
        self._judges: dict[str, dict[str, str]] = {}
        self._each: dict[str, dict[str, str]] = {}

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

        What a check declares of itself (its docstring, weight and visibility) is left out: it is
        read anew for an outcome that is taken over. So are points.
        """
        if task.name not in self._judges:
            self._judges[task.name] = {
                "engine": self._engine,
                "checks": _hash(_parts(self._checks(task))),
                "catalogue": _hash(_parts(self._catalogue(task))),
                **{sentence_of(n): _hash([text])[:8] for n, text in self._sentences(task).items()},
                "solution": _hash(_parts(self._solutions())),
                "task": _hash(
                    [repr((task.name, task.options, task.training, {**self._course.axes}))]
                ),
            }
        seed = _hash([seeds.assignment.seed, str(seeds.draw)])
        return {**self._judges[task.name], "seed": seed}

    def of_each_check(self, task: Task, seeds: Seeds) -> dict[str, str]:
        """Check → what decides how it judges answers, its name and parameters given.

        What is written elsewhere in the file is left out, as far as the check does not use it.
        Empty where checks can't be told apart.
        """
        if task.name not in self._each:
            grader = self._course.grader_file(self._assignment, task)
            others = {n: data for n, data in self._checks(task).items() if n != grader.name}
            same = _hash([*_parts(others), *_parts(self._solutions())])
            self._each[task.name] = {
                check: _hash([same, code])
                for check, code in code_of_checks(grader.read_bytes()).items()
            }
        judged_by = self.of_judging(task, seeds)
        known = [judged_by[name] for name in ("engine", "task", "seed")]
        return {check: _hash([*known, own]) for check, own in self._each[task.name].items()}

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
        return {**self._solutions(), "misconceptions": self._mistakes(task)[0]}

    def _sentences(self, task: Task) -> Mapping[str, str]:
        return self._mistakes(task)[1]

    def _mistakes(self, task: Task) -> tuple[bytes, Mapping[str, str]]:
        """The code of the task's known mistakes, and what is said of each."""
        misconceptions = self._course.misconceptions_file(self._assignment, task)
        source = misconceptions.read_bytes() if misconceptions.is_file() else b""
        return code_and_sentences(source)

    def _solutions(self) -> Mapping[str, bytes]:
        files = files_below(self._course.solution_folder(self._assignment))
        found = {name: path.read_bytes() for name, path in files.items() if name.endswith(".py")}
        return {**found, "given": self._given.encode()}


def sentence_of(mistake: str) -> str:
    """What in `of_judging` is said of this mistake."""
    return f"sentence of {mistake}"


def _parts(files: Mapping[str, bytes]) -> Iterable[str | bytes]:
    for name in sorted(files):
        yield from (name, files[name])


def _hash(parts: Iterable[str | bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else part.encode(errors="surrogateescape")
        digest.update(hashlib.sha256(data).digest())
    return digest.hexdigest()[:16]
