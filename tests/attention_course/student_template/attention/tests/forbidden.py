"""Notices at home what is not allowed in these tasks, by the list that counts when you are graded.

It sees less than the grader does: what runs in another thread or in another program, or is reached
by way of another library, goes unnoticed here.
"""

import contextlib
import fnmatch
import functools
import inspect
import os
import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parent
FOLDER = TESTS.parent


class NotAllowed(BaseException):
    """Not even `except Exception` in your code takes it for something else."""


class Watch:
    """While it is on, what is forbidden raises `NotAllowed`; `seen` is the last sentence, if any.

    `patterns` with a dot are names of Python's functions, the others are torch's operators.
    """

    def __init__(self, patterns):
        self.seen = ""
        self._operators = [each for each in patterns if "." not in each]
        self._functions, self._is_first = [each for each in patterns if "." in each], True

    @contextlib.contextmanager
    def on(self):
        """For as long as a test runs. Python's functions stay replaced: they mind who calls."""
        self.seen = ""
        if self._is_first:
            self._is_first = False
            for place, name, function in _places(self._functions):
                with contextlib.suppress(TypeError):  # of a class that is written in C
                    setattr(place, name, self._refusing(function))
        if self._operators and "torch" in sys.modules:
            with _operator_mode(self._operators, self._refuse):
                yield
        else:
            yield

    def _refuse(self, what):
        self.seen = (
            f"{what} runs here, which is not allowed in these tasks. Write it yourself, with "
            "slices, windows, sums and products."
        )
        raise NotAllowed(self.seen)

    def _refusing(self, function):
        @functools.wraps(function)
        def refusing(*arguments, **settings):
            if _is_yours(sys._getframe(1).f_code.co_filename):
                library = (getattr(function, "__module__", None) or "").partition(".")[0]
                self._refuse(f"`{library}.{getattr(function, '__name__', 'this')}`")
            return function(*arguments, **settings)

        return refusing


def _operator_mode(patterns, refuse):
    from torch.utils._python_dispatch import TorchDispatchMode  # noqa: PLC0415 - it may be missing

    @functools.cache
    def is_forbidden(name):
        return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)

    class Mode(TorchDispatchMode):
        def __torch_dispatch__(self, function, types, args=(), kwargs=None):
            name = function.overloadpacket.__name__
            if is_forbidden(name) and not _is_by_pytorch():
                refuse(f"torch's own operator `{name}`")
            return function(*args, **(kwargs or {}))

    return Mode()


def _is_by_pytorch():
    """Does a test ask for PyTorch's own answer?"""
    frame = sys._getframe(1)
    while frame is not None:
        code = frame.f_code
        if code.co_name == "by_pytorch" and code.co_filename.startswith(str(TESTS) + os.sep):
            return True
        frame = frame.f_back
    return False


def _places(patterns):
    """Where functions of these names are found: (module or class, name there, function)."""
    modules = list(sys.modules.items())
    yours = [module for _, module in modules if _is_yours(getattr(module, "__file__", "") or "")]
    functions = {}
    for pattern in patterns:
        owner_name, _, like = pattern.rpartition(".")
        owner, top = _loaded(owner_name), pattern.partition(".")[0]
        if owner is None or top == "torch":  # torch's are known by their operators
            continue
        library = [module for name, module in modules if name.partition(".")[0] == top]
        for name in fnmatch.filter(dir(owner), like):
            function = getattr(owner, name, None)
            is_meant = like == name or _is_defined_in(function, owner)
            if callable(function) and not isinstance(function, type) and is_meant:
                functions[id(function)] = function
                for place in [owner, *library]:
                    if getattr(place, "__dict__", {}).get(name) is function:
                        yield place, name, function
    for module in yours:
        for name, value in list(vars(module).items()):
            if id(value) in functions:
                yield module, name, value


def _is_defined_in(function, owner):
    """Is it written in this module, package or class, and not only imported there?"""
    if isinstance(owner, type):
        return True
    code = getattr(inspect.unwrap(function), "__code__", None) if callable(function) else None
    if code is None:
        return getattr(function, "__module__", None) == owner.__name__
    if hasattr(owner, "__path__"):
        return any(code.co_filename.startswith(place + os.sep) for place in owner.__path__)
    return code.co_filename == getattr(owner, "__file__", "")


def _loaded(dotted):
    """The module or class of this name, unless nothing has loaded it."""
    parts = dotted.split(".")
    for count in range(len(parts), 0, -1):
        thing = sys.modules.get(".".join(parts[:count]))
        if thing is not None:
            for attribute in parts[count:]:
                thing = getattr(thing, attribute, None)
            return thing
    return None


def _is_yours(file):
    is_below = file.startswith(str(FOLDER) + os.sep)
    return is_below and not file.startswith(str(TESTS) + os.sep) and "site-packages" not in file
