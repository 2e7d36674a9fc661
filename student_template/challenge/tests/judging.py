"""What an exception says about your work, in words and with its place."""

import inspect
import re
import sys
import traceback
from dataclasses import dataclass, field
from pathlib import Path

from own_first import KEPT, is_elsewhere

TESTS = Path(__file__).resolve().parent
FOLDER = TESTS.parent
NEEDED, INSTALL = {"torch", "numpy", "PIL"}, "pip install -r requirements.txt"


@dataclass(frozen=True)
class Found:
    """What one test found out. `state` is passed, to do, wrong, or stopped before it could tell.

    `test` is the name of the test's function, if it came as far as a test.
    """

    task: str
    title: str
    state: str
    why: str = ""
    where: str = ""
    hint: str = ""
    printed: str = ""
    case: dict = field(default_factory=dict)
    test: str = ""


def judged(task, title, error, item=None):
    """What an exception says about the work. `item` is the test of pytest's that it ended."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if _is_ours(frame)]
    tested = _tested(item, task) if item else []
    hint = next(filter(None, map(_hint, tested)), "")
    where = _place(frames[-1].filename, frames[-1].lineno, frames[-1].line) if frames else ""
    if isinstance(error, NotImplementedError):
        what = " ".join(said(error).split())[:200] or f"{title}: this is still to do"
        return Found(task, what, "to do", where=where.partition(": ")[0], hint=hint)
    is_of_a_test = frames and TESTS in Path(frames[-1].filename).parents
    pytest = sys.modules.get("pytest")
    if pytest and isinstance(error, (AssertionError, pytest.fail.Exception)) and is_of_a_test:
        # pytest adds its own view of the comparison below the sentence.
        why = re.split(r"\nassert ", said(error))[0]
        where = where.partition(": ")[0]
        return Found(task, title, "wrong", why, where, hint, case=_drawable(error))
    if pytest and isinstance(error, pytest.skip.Exception) and is_of_a_test:
        return Found(task, title, "skipped")
    if isinstance(error, SyntaxError) and error.filename:
        where = _place(error.filename, error.lineno, (error.text or "").strip())
    why = "\n".join(f"{type(error).__name__}: {said(error)}"[:800].splitlines()[:12])
    if isinstance(error, ModuleNotFoundError) and error.name in NEEDED:
        why = f"{error.name} is not installed: {INSTALL}"
    return Found(task, title, "wrong", why + _in_the_way(error), where, hint)


def _in_the_way(error):
    """A sentence, if a file of the student's and another module have the name that failed."""
    name = error.name if isinstance(error, ImportError) else ""
    if isinstance(error, AttributeError):  # import random; random.of_mine()
        name = getattr(getattr(error, "obj", None), "__name__", "")
    name = str(name or "").partition(".")[0]
    if not (FOLDER / f"{name}.py").is_file():
        return ""
    if name in KEPT:
        return f"\n`import {name}` finds Python's own {name} and not your {name}.py. Rename yours."
    if is_elsewhere(name, [place for place in sys.path if place not in (str(FOLDER), str(TESTS))]):
        return f"\n`import {name}` finds your {name}.py. If you mean the other one, rename yours."
    return ""


def said(error):
    """The text of an exception; a student's own class of exceptions may fail at that, too."""
    try:
        return str(error)[:4000]
    except Exception:  # noqa: BLE001 - see above
        return "(its text can't be shown)"


def _is_ours(frame):
    """Is it a line of the student or of a test?"""
    path = Path(frame.filename)
    if FOLDER not in path.parents or (path.parent == TESTS and not path.match("test_*.py")):
        return False
    return "site-packages" not in path.relative_to(FOLDER).parts


def _place(filename, line, code):
    path = Path(filename)
    name = path.relative_to(FOLDER).as_posix() if FOLDER in path.parents else path.name
    return f"{name}, line {line}: {code}"


def _drawable(error):
    """The arrays that a failed comparison carries, if they are not too many numbers."""
    arrays = getattr(error, "case", {})
    return {name: array.tolist() for name, array in arrays.items() if array.size <= 100_000}


def _tested(item, task):
    """What a test uses of the task's module, itself or by a function beside it."""
    names = list(item.function.__code__.co_names)
    for name in tuple(names):
        beside = getattr(item.module, name, None)
        if inspect.isfunction(beside) and beside.__module__ == item.module.__name__:
            names += beside.__code__.co_names
    parameters = getattr(getattr(item, "callspec", None), "params", {}).values()
    used = [*parameters, *(getattr(item.module, name, None) for name in names)]
    return [thing for thing in used if getattr(thing, "__module__", "") == task]


def _hint(thing):
    """The paragraph of a docstring that starts with "Hint:"."""
    _, found, hint = (inspect.getdoc(thing) or "").partition("Hint:")
    return f"Hint: {' '.join(hint.split(chr(10) * 2)[0].split())}" if found else ""
