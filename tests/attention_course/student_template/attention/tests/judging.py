"""What an exception says about your work, in words and with its place."""

import re
import sys
import traceback
from dataclasses import dataclass, field
from pathlib import Path

from examples import Differs
from explaining import explained, shapes, syntax
from forbidden import NotAllowed
from own_first import KEPT, is_elsewhere

TESTS = Path(__file__).resolve().parent
FOLDER = TESTS.parent
NEEDED, INSTALL = {"torch", "numpy", "PIL"}, "pip install -r requirements.txt"


@dataclass(frozen=True)
class Found:
    """What one test found out. `state` is passed, to do, wrong, or stopped before it could tell.

    `test` is the name of the test's function, if it came as far as a test, and `weight` says for
    how much it stands among all tests of the task. After a stop that is `is_whole`, no other test
    could have passed, such as after an error in the file itself. `uses` are the functions of the
    task that the test calls.
    """

    task: str
    title: str
    state: str
    why: str = ""
    where: str = ""
    hints: tuple = ()
    printed: str = ""
    case: dict = field(default_factory=dict)
    test: str = ""
    weight: float = 1.0
    is_whole: bool = False
    uses: tuple = ()


def judged(task, title, error):
    """What an exception says about the work."""
    frames = _frames(error)
    where = _place(frames[-1].filename, frames[-1].lineno, frames[-1].line) if frames else ""
    if isinstance(error, NotImplementedError):
        what = " ".join(said(error).split())[:200] or f"{title}: this is still to do"
        return Found(task, what, "to do", where=where.partition(": ")[0])
    is_of_a_test = frames and TESTS in Path(frames[-1].filename).parents
    pytest = sys.modules.get("pytest")
    if pytest and isinstance(error, (AssertionError, pytest.fail.Exception)) and is_of_a_test:
        # pytest adds its own view of the comparison below the sentence.
        why = re.split(r"\nassert ", said(error))[0]
        yours = _frames(error.__cause__) if error.__cause__ else []
        if yours:  # what it stands for was raised there
            where = _place(yours[-1].filename, yours[-1].lineno, yours[-1].line)
        else:
            where = where.partition(": ")[0]
        return Found(task, title, "wrong", why, where, case=_drawable(error))
    if pytest and isinstance(error, pytest.skip.Exception) and is_of_a_test:
        return Found(task, title, "skipped")
    if isinstance(error, (NotAllowed, Differs)):
        return Found(task, title, "wrong", said(error), where)
    if isinstance(error, SyntaxError) and error.filename:
        where = _place(error.filename, error.lineno, "").removesuffix(": ")
    return Found(task, title, "wrong", _why(error, frames), where)


def _why(error, frames):
    """The error in its own words, then in plain ones, with the shapes that met."""
    if isinstance(error, ModuleNotFoundError) and error.name in NEEDED:
        return f"{error.name} is not installed: {INSTALL}"
    own = "\n".join(f"{type(error).__name__}: {said(error)}"[:800].splitlines()[:12])
    if isinstance(error, SyntaxError) and error.filename:
        own = f"{type(error).__name__}: {error.msg}\n{syntax(error)}"
    met = ""
    if frames and TESTS not in Path(frames[-1].filename).parents:
        met = shapes(error, frames[-1])
    lines = [own, explained(error, said(error)), f"Here {met}." if met else ""]
    return "\n".join(filter(None, lines)) + _in_the_way(error)


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


def _frames(error):
    """The lines of yours and of tests that an error has come through."""
    return [frame for frame in traceback.extract_tb(error.__traceback__) if _is_ours(frame)]


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


def place_in_stack(file):
    """The innermost line of yours in a stack that Python has left in this file."""
    text = file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""
    for name, line in re.findall(r'File "(.*)", line (\d+) in ', text):
        path = Path(name)
        if FOLDER in path.parents and TESTS not in path.parents and path.is_file():
            code = path.read_text(encoding="utf-8", errors="replace").splitlines()[int(line) - 1 :]
            return _place(name, line, code[0].strip() if code else "")
    return ""


def _drawable(error):
    """The arrays that a failed comparison carries, if they are not too many numbers."""
    arrays = getattr(error, "case", {})
    return {name: array.tolist() for name, array in arrays.items() if array.size <= 100_000}
