"""What is left of a task's tests after one had to be stopped: an endless loop hides no others."""

import functools
import inspect
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from cases import about, title_of

MAX_STOPS = 3  # each may take as long as a test may; then the others are left out


class HadToStop(BaseException):
    """Not even `except Exception` in your code takes it for something else."""


@dataclass(frozen=True)
class Rest:
    """What need not be run again: the tests in `done`, and what had to be stopped.

    `hanging` are functions, as pairs of file and name, and `unclear` the names of those that a test
    uses which was stopped elsewhere. After too many stops, nothing that is left is run.
    """

    done: tuple = ()
    hanging: tuple = ()
    unclear: tuple = ()
    stops: int = 0

    def after(self, lines, stack):
        """The rest after a run that had to be stopped in a test; else None.

        `lines` are its log, and `stack` is where it stood: functions, the innermost one first.
        """
        begun = [line for line in lines if "begins" in line]
        last = begun[-1] if begun else {}
        if "id" not in last:
            return None
        done = (*self.done, *(line["id"] for line in begun if "id" in line))
        if stack:
            return Rest(done, (*self.hanging, stack[0]), self.unclear, self.stops + 1)
        return Rest(done, self.hanging, (*self.unclear, *last["uses"]), self.stops + 1)

    def refuse_hanging(self):
        """From now on, functions that had to be stopped raise `HadToStop` at once."""
        for file, name in self.hanging:
            owner = sys.modules.get(Path(file).stem)
            function = getattr(owner, name, None)
            if inspect.isfunction(function):
                refusing = _refusing(function)
                for module in list(sys.modules.values()):
                    if getattr(module, "__dict__", {}).get(name) is function:
                        setattr(module, name, refusing)


def functions_in(stack, folder):
    """The functions in a stack that Python has left in a file: those that stand in their modules.

    Pairs of file and name, the innermost one first.
    """
    text = stack.read_text(encoding="utf-8", errors="replace") if stack.is_file() else ""
    found = []
    for name, function in re.findall(r'File "(.*)", line \d+ in (\w+)', text):
        path = Path(name)
        if path.parent == folder and path.is_file():
            source = path.read_text(encoding="utf-8", errors="replace")
            if re.search(rf"^def {function}\b", source, re.MULTILINE):
                found.append((path.name, function))
    return found


class LeftOut:
    """Leaves out, as a plugin of pytest, what was run before and what would only hang again."""

    def __init__(self, task, rest, recorder):
        """`recorder` is told of each test that is left out and was not run before."""
        self._task, self._rest, self._recorder = task, rest, recorder

    def pytest_collection_modifyitems(self, items):
        """Of a test that would hang, say that it did not run."""
        items[:] = [each for each in items if each.nodeid not in self._rest.done]
        for item in list(items):
            facts = about(item, self._task)
            hanging = [f"`{name}`" for name in facts["uses"] if name in self._rest.unclear]
            if self._rest.stops >= MAX_STOPS:
                hanging.append("your code")
            if hanging:
                items.remove(item)
                self._recorder.begins(title_of(item), id=item.nodeid, **facts)
                why = f"This test did not run, since {hanging[0]} had to be stopped in another one."
                self._recorder.stopped(why, **facts)


def _refusing(function):
    @functools.wraps(function)
    def refusing(*arguments, **settings):
        raise HadToStop(f"`{function.__name__}` had to be stopped in another test.")

    return refusing
