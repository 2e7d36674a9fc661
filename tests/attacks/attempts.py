"""Reads the attack attempts in `submissions` and `archives`, and makes submissions of them.

`submissions/<task>/<attempt>.py` is submitted as that task's module; a folder of that name is
submitted with all its files. Stubs fill in for the other tasks, so that an attempt that gains
nothing has no points. `archives/<attempt>.py` builds a zip or a folder by itself.
"""

from __future__ import annotations

import ast
import importlib
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
PROJECT = HERE.parents[1]
ASSIGNMENTS = {
    "vowels": "counting",
    "shares": "counting",
    "patterns": "workbook",
    "convolution": "workbook",
    "pooling": "workbook",
}


@dataclass(frozen=True)
class Attempt:
    """One attempt, and the task whose points it tries to get; an archive tries to get all."""

    name: str
    task: str
    source: Path

    @property
    def assignment(self) -> str:
        return ASSIGNMENTS.get(self.task, "counting")

    def intention(self) -> str:
        """The attempt's docstring: what it tries, and what must not happen."""
        path = self.source if self.source.is_file() else self.source / f"{self.task}.py"
        return (ast.get_docstring(ast.parse(path.read_text())) or "").split("\n\n")[0]


def all_attempts() -> list[Attempt]:
    """Every attempt, in the order in which they are submitted."""
    modules = [
        Attempt(f"{folder.name}/{source.stem}", folder.name, source)
        for folder in sorted((HERE / "submissions").iterdir())
        for source in sorted(folder.iterdir())
        if source.name != "__pycache__"
    ]
    archives = [
        Attempt(f"archives/{source.stem}", "archives", source)
        for source in sorted((HERE / "archives").glob("*.py"))
    ]
    return modules + archives


def hand_in(attempt: Attempt, folder: Path, places: Mapping[str, str]) -> Path:
    """Write an attempt into `folder` as a submission, with `places` filled in."""
    goal = folder / attempt.name
    goal.parent.mkdir(parents=True, exist_ok=True)
    if attempt.task == "archives":
        built: Path = importlib.import_module(f"attacks.archives.{attempt.source.stem}").build(
            goal, Path(places["COURSE_ROOT"]) / "solutions" / "counting" / "vowels.py"
        )
        return built
    course = PROJECT / "tests/toy_course" if attempt.assignment == "counting" else PROJECT
    stubs = course / "student_template" / attempt.assignment
    shutil.copytree(stubs, goal, ignore=shutil.ignore_patterns("tests", "*.ipynb"))
    if attempt.source.is_dir():
        shutil.copytree(
            attempt.source, goal, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__")
        )
    else:
        shutil.copy(attempt.source, goal / f"{attempt.task}.py")
    for path in goal.rglob("*"):
        if path.suffix in (".py", ".pth", ".json"):
            path.write_text(_filled_in(path.read_text(), places))
    return goal


def _filled_in(text: str, places: Mapping[str, str]) -> str:
    for name, place in places.items():
        text = text.replace(f"@{name}@", place)
    return text
