"""What the tests find out about your work: runs them and writes a line of JSON for each.

check.py starts this in a process of its own and shows what was found.
"""

import contextlib
import faulthandler
import importlib
import json
import os
import re
import sys
import traceback
from dataclasses import asdict, replace
from pathlib import Path

import facts
from alone import prepare, settings_of
from cases import about, title_of
from examples import EXAMPLE, examples_of
from forbidden import Watch
from hints import hints_of
from judging import FOLDER, INSTALL, NEEDED, TESTS, Found, judged, said
from own_first import OwnFirst
from resuming import MAX_STOPS, HadToStop, LeftOut, Rest

LOADING = "the file is loaded"


def run_tests(task, log, printed, rest="{}"):
    """Run the tests of a task, write what they find into the file `log`, and end this process.

    What is printed goes into the file `printed` already. `rest` says what is left to do, as JSON,
    after some tests had to be stopped.
    """
    sys.dont_write_bytecode = (
        True  # saved twice within a second, a file might pass for its old self
    )
    code = 1
    try:
        prepare()
        with open(log, "w", encoding="utf-8") as file:
            _run_tests(task, _Recorder(task, file, printed), Rest(**json.loads(rest)))
        code = 0
    except BaseException:  # noqa: BLE001 - shown as what was printed at the end
        traceback.print_exc()
    finally:
        with contextlib.suppress(Exception):
            sys.stdout.flush()
        os._exit(code)  # a thread of the student's may still run


def _run_tests(task, recorder, rest):
    os.chdir(FOLDER)
    elsewhere = [place for place in sys.path if place not in (str(FOLDER), str(TESTS))]
    sys.path[:] = [str(FOLDER), *elsewhere]
    tasks = {path.stem.removeprefix("test_") for path in TESTS.glob("test_*.py")} | {task}
    OwnFirst(FOLDER, TESTS, tasks).install()
    if recorder.loads(task) and (TESTS / f"test_{task}.py").is_file():
        rest.refuse_hanging()
        # Whatever the file may have done to them.
        os.chdir(FOLDER)
        sys.path += [place for place in elsewhere if place not in sys.path]
        try:
            import pytest  # noqa: PLC0415 - where it is missing, that is a finding
        except ModuleNotFoundError as missing:
            recorder.stopped(f"{missing.name} is not installed: {INSTALL}")
        else:
            settings = settings_of(recorder.settings)
            # A relative path: in others, [ and :: mean something to pytest.
            plugins = [recorder, LeftOut(task, rest, recorder)]
            pytest.main([*settings, f"{TESTS.name}/test_{task}.py"], plugins=plugins)
            recorder.complete()
        recorder.examples(task, rest)
    recorder.write(ended=True)


def stack_of(printed):
    """Where a test that takes too long leaves its stack."""
    return Path(printed).with_suffix(".stack")


class _Recorder:
    """Notes, as a plugin of pytest, what becomes of each test."""

    def __init__(self, task, file, printed):
        self._task, self._file, self._printed = task, file, Path(printed)
        self.settings = self._printed.with_suffix(".ini")
        self._title, self._at, self._found = "", 0, None
        self._waiting, self._has_told = {}, False
        self._seconds = facts.seconds(task)
        self._stack = open(stack_of(printed), "wb")  # noqa: SIM115 - as long as this process runs
        self._watch = Watch(facts.forbidden(task))

    def write(self, **line):
        self._file.write(json.dumps(line) + "\n")
        self._file.flush()

    def tell(self, found):
        self._has_told = True
        self.write(**asdict(replace(found, printed=self._since_it_began())))

    def stopped(self, why, **more):
        """The tests can't tell, for this reason."""
        self.tell(Found(self._task, self._title, "stopped", why, **more))

    def begins(self, title, test="", **more):
        """`test` and what else is told of it are for the case that it has to be stopped."""
        self._title, self._at = title, self._printed.stat().st_size
        self.write(begins=title, at=self._at, test=test, **more)
        # Just before it takes too long, note where it is.
        self._stack.truncate(0)
        faulthandler.dump_traceback_later(0.9 * self._seconds, file=self._stack)

    def loads(self, task):
        """Can the task's module be imported? If not, that is what its tests found."""
        self.begins(LOADING)
        if not (FOLDER / f"{task}.py").is_file():
            self.stopped(f"{task}.py is missing.", is_whole=True)
            return False
        try:
            importlib.import_module(task)
        except BaseException as error:  # noqa: BLE001 - a student's file may even exit
            found = judged(task, "the file can't be loaded", error)
            is_missing = isinstance(error, ModuleNotFoundError) and error.name in NEEDED
            self.tell(replace(found, state="stopped", is_whole=not is_missing))
            return False
        return True

    def examples(self, task, rest):
        """Run the examples of the docstrings. One that fails counts as a test without weight."""
        for function, run in examples_of(task):
            title, top = f"{EXAMPLE}{function}", function.partition(".")[0]
            if title in rest.done or top in rest.unclear or rest.stops >= MAX_STOPS:
                continue
            self.begins(title, title, id=title, weight=0.0, uses=[top])
            try:
                with self._watch.on():
                    run()
            except (NotImplementedError, HadToStop):
                pass  # the tests have said so
            except BaseException as error:  # noqa: BLE001 - a student's code
                found = judged(self._task, self._title, error)
                self.tell(replace(found, test=title, weight=0.0, uses=(top,)))

    def complete(self):
        """Say so if a test did not run."""
        for title in self._waiting.values():
            self._title = title
            self.stopped("This test did not run: something ended the tests before.")
        if not self._has_told:
            self._title = "the tests start"
            file = f"{TESTS.name}/test_{self._task}.py"
            self.stopped(f"There is no test in {file}; get that file anew.")

    def pytest_internalerror(self, excinfo):
        self._title = self._title or "the tests start"
        self.stopped(f"The tests ended here: {excinfo.typename}: {said(excinfo.value)}")

    def pytest_collectreport(self, report):
        if report.failed:
            self._title = "the tests can't be loaded"
            reason = [line for line in str(report.longrepr).splitlines() if line.startswith("E ")]
            why = reason[-1].removeprefix("E").strip() if reason else str(report.longrepr)
            missing = re.match(rf"ImportError: cannot import name '(\w+)' from '{self._task}'", why)
            if missing:
                why += (
                    f"\n{self._task}.py has no `{missing[1]}`{_where_from(self._task, missing[1])}"
                )
            self.stopped(why)

    def pytest_collection_finish(self, session):
        self._waiting = {item.nodeid: title_of(item) for item in session.items}
        self._about = {item.nodeid: about(item, self._task) for item in session.items}

    def pytest_runtest_logstart(self, nodeid):
        self.begins(self._waiting.get(nodeid, ""), id=nodeid, **self._about.get(nodeid, {}))

    def pytest_pyfunc_call(self, pyfuncitem):
        """Call a test as pytest would, and look out for what is not allowed."""
        wanted = pyfuncitem._fixtureinfo.argnames
        with self._watch.on():
            pyfuncitem.obj(**{name: pyfuncitem.funcargs[name] for name in wanted})
        return True

    def pytest_runtest_makereport(self, item, call):
        found = None
        if call.excinfo is not None:
            found = judged(self._task, self._title, call.excinfo.value)
            if call.excinfo.errisinstance(HadToStop):
                found = replace(found, state="stopped", why=said(call.excinfo.value))
        elif call.when == "call":
            # What your code has caught was not allowed all the same.
            state = "wrong" if self._watch.seen else "passed"
            found = Found(self._task, self._title, state, self._watch.seen)
        if found:
            needs_none = found.state == "passed" or self._watch.seen
            hints = () if needs_none else hints_of(self._task, item.originalname)
            self._found = replace(found, hints=hints, **about(item, self._task))

    def pytest_runtest_logreport(self, report):
        if self._found is None:
            return
        self._waiting.pop(report.nodeid, None)
        with contextlib.suppress(Exception):
            sys.stdout.flush()  # the student may have closed or replaced it
        if self._found.state == "skipped":
            self._has_told = True
        else:
            self.tell(self._found)
        self._found = None

    def _since_it_began(self):
        """The end of what was printed since a test began."""
        with open(self._printed, "rb") as file:
            file.seek(max(self._at, self._printed.stat().st_size - 5000))
            return file.read(5000).decode(errors="replace")


def _where_from(task, name):
    """The end of a sentence about a name that your file lacks, and your name like it."""
    was_given = facts.was_given(task, name)
    known = ", which was in the file that you got." if was_given else ", which the tests ask for."
    if f"_{name}" not in vars(sys.modules.get(task, object)):
        return known
    return f"{known}\n`_{name}` is another name: leave out the underscore in front."


if __name__ == "__main__":
    run_tests(*sys.argv[1:])
