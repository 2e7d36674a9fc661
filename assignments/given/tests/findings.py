"""What the tests find out about your work: runs them and writes a line of JSON for each.

check.py starts this in a process of its own and shows what was found.
"""

import contextlib
import importlib
import inspect
import io
import json
import os
import re
import sys
import traceback
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

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


def run_tests(names, log):
    """Run the tests of the named tasks and write what they find into the file `log`."""
    sys.dont_write_bytecode = (
        True  # saved twice within a second, a file might pass for its old self
    )
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    os.chdir(FOLDER)
    sys.path.insert(0, str(FOLDER))
    with open(log, "w", encoding="utf-8") as file:
        recorder = _Recorder(file)
        try:
            import pytest  # noqa: PLC0415 - where it is missing, that is a finding

            files = [TESTS / f"test_{name}.py" for name in names if recorder.loads(name)]
            chosen = [str(path) for path in files if path.is_file()]
            # The last of these only costs time: it collects garbage, all of torch's modules too.
            without = ("terminal", "cacheprovider", "unraisableexception")
            quiet = ["-o", "addopts=", *(f"-pno:{plugin}" for plugin in without)]
            if chosen:
                pytest.main([*quiet, *chosen], plugins=[recorder])
            recorder.write(ended=True)
        except ModuleNotFoundError as missing:
            recorder.write(problem=f"{missing.name} is not installed: {INSTALL}")


class _Recorder:
    """Notes, as a plugin of pytest, what becomes of each test."""

    def __init__(self, file):
        self._file = file
        self._found = None

    def write(self, **line):
        print(json.dumps(line), file=self._file, flush=True)

    def loads(self, name):
        """Can the task's module be imported? If not, that is what its tests found."""
        self.write(begins=[name, "the file is loaded"])
        printed = io.StringIO()
        try:
            with contextlib.redirect_stdout(printed):
                importlib.import_module(name)
        except BaseException as error:  # noqa: BLE001 - a student's file may even exit
            self.write(**asdict(_stopped(name, error)))
            return False
        return True

    def pytest_collectreport(self, report):
        if report.failed:
            name = Path(report.nodeid).stem.removeprefix("test_")
            reason = [line for line in str(report.longrepr).splitlines() if line.startswith("E ")]
            why = reason[-1].removeprefix("E").strip() if reason else str(report.longrepr)
            self.write(**asdict(Found(name, "the tests can't be loaded", "stopped", why)))

    def pytest_runtest_logstart(self, nodeid):
        self.write(begins=_task_and_title(nodeid))

    def pytest_runtest_makereport(self, item, call):
        task, title = _task_and_title(item.nodeid)
        if call.excinfo is not None:
            judged = _judged(task, title, call.excinfo.value, _tested(item, task))
            self._found = replace(judged, test=item.originalname)
        elif call.when == "call":
            self._found = Found(task, title, "passed", test=item.originalname)

    def pytest_runtest_logreport(self, report):
        if self._found is not None and not report.skipped:
            self.write(**{**asdict(self._found), "printed": report.capstdout[-5000:]})
        self._found = None


def _task_and_title(nodeid):
    """The task of a test, and its name as a sentence."""
    file, _, name = nodeid.partition("::")
    name, _, parameters = name.removeprefix("test_").partition("[")
    title = name.replace("_", " ") + (f" ({parameters[:-1]})" if parameters else "")
    return [Path(file).stem.removeprefix("test_"), title]


def _stopped(task, error):
    """A module that can't even be loaded."""
    judged = _judged(task, "the file can't be loaded", error, [])
    return replace(judged, state="stopped")


def _judged(task, title, error, tested):
    """What an exception says about the work."""
    if isinstance(error, ModuleNotFoundError) and error.name == task:
        return Found(task, title, "wrong", f"{task}.py is missing.")
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if _is_ours(frame)]
    hint = next(filter(None, map(_hint, tested)), "")
    where = _place(frames[-1].filename, frames[-1].lineno, frames[-1].line) if frames else ""
    if isinstance(error, NotImplementedError):
        return Found(task, str(error), "to do", where=where.partition(": ")[0], hint=hint)
    if isinstance(error, SyntaxError):
        where = _place(error.filename or "", error.lineno, (error.text or "").strip())
    elif _is_of_a_test(error, frames):
        # pytest adds its own view of the comparison below the sentence.
        why = re.split(r"\nassert ", str(error))[0]
        where = where.partition(": ")[0]
        return Found(task, title, "wrong", why, where, hint, case=_drawable(error))
    why = "\n".join(f"{type(error).__name__}: {error}"[:800].splitlines()[:12])
    if isinstance(error, ModuleNotFoundError) and error.name in NEEDED:
        why = f"{error.name} is not installed: {INSTALL}"
    return Found(task, title, "wrong", why, where, hint)


def _is_of_a_test(error, frames):
    """Did a test say so, by `assert` or by `pytest.fail`, and not the student's own code?"""
    kinds = (AssertionError, sys.modules["pytest"].fail.Exception)
    return isinstance(error, kinds) and frames and TESTS in Path(frames[-1].filename).parents


def _is_ours(frame):
    """Is it a line of the student or of a test?"""
    path = Path(frame.filename)
    if FOLDER not in path.parents or path.name in ("grids.py", "findings.py"):
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


if __name__ == "__main__":
    run_tests(sys.argv[2:], sys.argv[1])
