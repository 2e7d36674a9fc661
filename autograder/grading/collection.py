"""The hidden checks that pytest collects, by task, and what is wrong with them before they run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from autograder.course.model import Course, Task
from autograder.course.unreadable import shown_path, why_unreadable
from autograder.errors import CourseError
from autograder.grading.written import Written


class Collection:
    """A plugin for pytest that keeps the cases it collects."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self._items: dict[str, list[pytest.Function]] = {}
        self._mistakes: list[str] = []

    def __getitem__(self, task: Task) -> Sequence[pytest.Function]:
        """The cases of a task's checks, in the order in which they are written."""
        return self._items[task.name]

    def require(self, tasks: Iterable[Task]) -> None:
        """Raises CourseError if a file of checks can't be used, or a task has no checks."""
        if self._mistakes:
            raise CourseError("\n".join(dict.fromkeys(self._mistakes)))
        for task in tasks:
            if not self._items.get(task.name):
                raise CourseError(f"graders/test_{task.name}.py has no checks; write one.")

    def written(self) -> Written:
        """All that the graders' files say word for word."""
        folders = {item.path.parent for items in self._items.values() for item in items}
        return Written(file for folder in folders for file in folder.glob("*.py"))

    def pytest_exception_interact(self, node: pytest.Item, call: pytest.CallInfo[None]) -> None:
        if call.when == "collect" and call.excinfo:
            why = why_unreadable(call.excinfo.value, node.path, self._course.root)
            self._mistakes.append(why)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            if isinstance(item, pytest.Function):
                self._mistakes += _unknown_fixtures(item, self._course.root)
                self._items.setdefault(item.path.stem.removeprefix("test_"), []).append(item)


def followers(items: Sequence[pytest.Function]) -> Mapping[str, pytest.Function | None]:
    """Case → the one that runs next, so that pytest takes down what that does not need."""
    return {one.name: other for one, other in zip(items, [*items[1:], None], strict=False)}


def _unknown_fixtures(item: pytest.Function, root: Path) -> Iterator[str]:
    """A sentence for each fixture that a check requests and that does not exist."""
    info = item._fixtureinfo
    given = {*info.name2fixturedefs, "request"}
    if hasattr(item, "callspec"):
        given |= set(item.callspec.params)
    for name in info.argnames:
        if name not in given:
            yield (
                f"{_place(item, root)}: check {item.originalname!r} asks for {name!r}, which is "
                "none of the fixtures; docs/write-a-task.md lists them."
            )


def _place(item: pytest.Function, root: Path) -> str:
    """A check's file and line: 'assignments/workbook/graders/test_pooling.py:12'."""
    return f"{shown_path(item.path, root)}:{(item.location[1] or 0) + 1}"
