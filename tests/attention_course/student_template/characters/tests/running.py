"""Runs your tests, those of each task in a process of its own.

So an endless loop or a crash ends only that, and what one file changes for all, such as torch's
defaults, does no harm to the others: just as when your work is graded.
"""

import contextlib
import gc
import importlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

import facts
from findings import LOADING, run_tests, stack_of
from forbidden import Watch
from judging import Found, place_in_stack
from resuming import Rest, functions_in

PRINTED = 5_000_000  # bytes; nobody reads more than that
AT_ONCE = min(4, os.cpu_count() or 1)
CAN_FORK = hasattr(os, "fork")
NOTHING_DONE = Rest()
LARGE = ("numpy", "PIL.Image", "torch")  # it takes a second to import them
# One thread each, as when you are graded: more of them only wait for each other.
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")


def findings_of(names, *, warm=False, is_outdated=lambda: False):
    """Run the visible tests of these tasks, and give what they found.

    After `warm_up`, a copy of this process is ready at once. If `is_outdated`, because somebody
    saves a file meanwhile, the tests are ended early, and there are no findings: None.
    """
    waiting, running, found = list(names), [], []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        try:
            while waiting or running:
                while waiting and len(running) < AT_ONCE:
                    running.append(_Run(waiting.pop(0), scratch, forked=warm and CAN_FORK))
                time.sleep(0.005)
                for run in [each for each in running if each.is_over()]:
                    running.remove(run)
                    if run.was_forbidden():
                        running.append(_Run(run.task, scratch, forked=False, rest=run.rest))
                        continue
                    found += run.findings()
                    if rest := run.left():
                        running.append(_Run(run.task, scratch, forked=run.forked, rest=rest))
                if is_outdated():
                    return None
        finally:
            for run in running:
                run.end()
    return sorted(found, key=lambda each: names.index(each.task))


def warm_up(folder):
    """Import once what every run needs, in this process, which from now on has one thread."""
    os.environ.update(ONE_THREAD)
    sources = "".join(path.read_text(encoding="utf-8") for path in folder.glob("tests/test_*.py"))
    for name in ("pytest", *(each for each in LARGE if each.partition(".")[0] in sources)):
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    torch = sys.modules.get("torch")
    if torch and facts.forbids_anything():
        with Watch(["nothing"]).on():
            torch.tensor(0.0)  # the first time in such a mode, torch loads half of itself
    gc.freeze()  # the forks need not look through all that for garbage


class _Run:
    """The tests of one task while they run."""

    def __init__(self, task, scratch, *, forked, rest=NOTHING_DONE):
        self.task, self.forked, self.rest = task, forked, rest
        self._log, self._printed = Path(scratch, f"{task}.log"), Path(scratch, f"{task}.txt")
        self._log.write_bytes(b"")
        self._printed.write_bytes(b"")
        self._size, self._since, self._ended = 0, time.monotonic(), None
        self._seconds, self._where = facts.seconds(task), ""
        left = json.dumps(asdict(rest))
        self._process = (_Forked if forked else _Fresh)(task, self._log, self._printed, left)

    def is_over(self):
        """Has it come to its end, or had it to be ended?"""
        self._ended = self._process.poll()
        if self._ended is None:
            self._ended = self._excess()
        if self._ended is None:
            return False
        self.end()
        return True

    def end(self):
        """End it, and whatever it has started."""
        self._process.end()

    def was_forbidden(self):
        """Some systems forbid a fork what a fresh process may do."""
        return self.forked and isinstance(self._ended, int) and self._ended < 0

    def findings(self):
        """What the tests found, and where the run was cut short, if it was."""
        lines = self._lines()
        found = [Found(**line) for line in lines if "state" in line]
        if not lines or "ended" not in lines[-1]:
            found.append(self._cut_short(lines))
        return found

    def left(self):
        """What is still to be run, if a test had to be stopped; else None."""
        lines = self._lines()
        if not lines or "ended" in lines[-1]:
            return None
        return self.rest.after(lines, functions_in(stack_of(self._printed), facts.FOLDER))

    def _lines(self):
        text = self._log.read_text(encoding="utf-8")
        return [json.loads(line) for line in text.split("\n")[:-1]]

    def _excess(self):
        """A sentence, if it goes on for too long or prints too much."""
        if self._printed.stat().st_size > PRINTED:
            return (
                f"Your code printed more than {PRINTED // 1_000_000} MB, so it was stopped. "
                "Is there a print in a loop without an end?"
            )
        if self._log.stat().st_size != self._size:
            self._size, self._since = self._log.stat().st_size, time.monotonic()
        elif time.monotonic() - self._since > self._seconds:
            self._where = place_in_stack(stack_of(self._printed))
            return f"This took more than {self._seconds:g} seconds. Is there a loop without an end?"
        return None

    def _cut_short(self, lines):
        begun = [line for line in lines if "begins" in line]
        last = begun[-1] if begun else {"begins": "the tests start", "at": 0}
        why = self._ended
        if isinstance(why, int):
            why = f"Python itself ended here, with exit code {why}."
        with open(self._printed, "rb") as file:
            file.seek(max(last["at"], self._printed.stat().st_size - 1000))
            printed = file.read().decode(errors="replace")
        is_whole = last["begins"] == LOADING  # without the file, nothing passes
        return Found(
            self.task,
            last["begins"],
            "stopped",
            why,
            self._where,
            printed=printed,
            is_whole=is_whole,
            **{name: last[name] for name in ("test", "weight", "uses") if name in last},
        )


class _Fresh:
    """A new Python."""

    def __init__(self, task, log, printed, rest):
        script = Path(__file__).with_name("findings.py")
        with open(printed, "ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, str(script), task, str(log), str(printed), rest],
                env={**os.environ, **ONE_THREAD},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,  # to be ended with all that it starts
            )
        self.poll = self._process.poll

    def end(self):
        _end_group(self._process.pid)
        self._process.kill()
        self._process.wait()


class _Forked:
    """A copy of this Python."""

    def __init__(self, task, log, printed, rest):
        sys.stdout.flush()  # or the copy would print it once more
        self._code, self._pid = None, os.fork()
        if self._pid == 0:
            os.setsid()
            _redirect(printed)
            run_tests(task, log, printed, rest)

    def poll(self):
        if self._code is None:
            pid, status = os.waitpid(self._pid, os.WNOHANG)
            self._code = os.waitstatus_to_exitcode(status) if pid else None
        return self._code

    def end(self):
        _end_group(self._pid)
        if self._code is None:
            os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)
            self._code = -9


def _redirect(printed):
    """All that this process and those that it starts print goes into a file."""
    nowhere = os.open(os.devnull, os.O_RDONLY)
    output = os.open(printed, os.O_WRONLY | os.O_APPEND)
    for wanted, descriptor in ((nowhere, 0), (output, 1), (output, 2)):
        os.dup2(wanted, descriptor)


def _end_group(leader):
    """End a process that leads a group, and all in it; there are no groups on Windows."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(leader, signal.SIGKILL)
