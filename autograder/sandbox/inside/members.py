"""What a check may ask of an object that stays in the worker, and which objects stay.

Covered: a name is a public one, or one of a few of Python's own, and so many objects are kept at
the most. Not covered: the names and descriptions that are sent are the student's own; the host
believes none of them.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Mapping
from types import FunctionType, ModuleType
from typing import Any

import torch

from . import messages
from .raising import MissingName, described

MAX_KEPT = 10_000  # objects, while one check runs
MAX_IN_A_REPLY = 1000  # of them; more would not fit into a header
MAX_METHODS = 100  # names that are sent with an object
CALLABLE = "an object that can be called"
_PUBLIC_NAME = re.compile(messages.PUBLIC_NAME)
_HEAP_TYPE = 1 << 9  # Py_TPFLAGS_HEAPTYPE: a class that was made by running code


def _called(thing: Any, /, *args: Any, **kwargs: Any) -> Any:
    return thing(*args, **kwargs)


# Python's own names that may be asked, and how. Python checks what `len` gives.
OPERATORS: Mapping[str, Callable[..., Any]] = {
    "__call__": _called,
    "__len__": len,
    "__getitem__": operator.getitem,
}


def is_public(name: str) -> bool:
    """Whether a check may ask for this name."""
    return _PUBLIC_NAME.fullmatch(name) is not None


# What every layer has. Of these a check may ask what `remote_objects.RemoteLayer` has, and no more.
OF_LAYERS = frozenset(filter(is_public, dir(torch.nn.Module)))


def ask(thing: Any, member: str, /, *args: Any, **kwargs: Any) -> Any:
    """Call a method, or one of the `OPERATORS`."""
    if member in OPERATORS:
        return OPERATORS[member](thing, *args, **kwargs)
    return read(thing, member)(*args, **kwargs)


def read(thing: Any, member: str) -> Any:
    """The attribute. Raises MissingName if there is none; what it raises itself stays as it is."""
    try:
        return getattr(thing, member)
    except AttributeError:
        if any(member in vars(kind) for kind in type(thing).__mro__):
            raise
        raise MissingName(member) from None


def methods_of(kind: type) -> list[str]:
    """The names of a class's public methods, without running any code of it."""
    return _methods_in(kind.__mro__[:-1])


def own_methods_of(kind: type) -> list[str]:
    """Those of a layer's class that are the student's: torch has none of them."""
    own = [each for each in kind.__mro__[:-1] if not _is_torchs(vars(each).get("__module__"))]
    return [name for name in _methods_in(own) if name not in OF_LAYERS]


def _is_torchs(module: object) -> bool:
    return isinstance(module, str) and module.partition(".")[0] == "torch"


def _methods_in(kinds: Iterable[type]) -> list[str]:
    found: dict[str, bool] = {}
    for each in kinds:
        for name, part in list(vars(each).items()):
            is_method = callable(part) or isinstance(part, classmethod | staticmethod)
            if isinstance(name, str) and is_public(name):
                found.setdefault(name, is_method)
    return [name for name, is_method in found.items() if is_method][:MAX_METHODS]


def is_kept(value: object) -> bool:
    """Whether it is an object of somebody's class, or a function: neither data nor a class."""
    if isinstance(value, type | ModuleType):
        return False
    return callable(value) or bool(type(value).__flags__ & _HEAP_TYPE)


def is_made_by(kind: object, value: object) -> bool:
    """Whether it is an object that such a class gives, although it is a list, a tuple or a dict as
    well. Named tuples are data, and so are all that functions return.
    """
    if not isinstance(value, list | tuple | dict) or not isinstance(kind, type):
        return False
    return is_kept(value) and isinstance(value, kind) and not hasattr(kind, "_fields")


class Kept:
    """The objects that stay here for the host, by their numbers. The same object keeps its own."""

    def __init__(self) -> None:
        self._objects: dict[int, object] = {}
        self._numbers: dict[int, int] = {}  # by identity, which is theirs while they are kept
        self._sent = 0

    def __getitem__(self, number: int) -> Any:
        return self._objects[number]

    def clear(self) -> None:
        """Forget all of them."""
        self._objects.clear()
        self._numbers.clear()

    def begin_reply(self) -> None:
        """Begin to count how many are sent with one reply."""
        self._sent = 0

    def keep(self, value: object) -> messages.Handle | messages.Opaque:
        """Keep an object and return its handle; describe what is not kept."""
        number = self._numbers.get(id(value))
        is_too_much = number is None and len(self._objects) >= MAX_KEPT
        if not is_kept(value) or is_too_much or self._sent >= MAX_IN_A_REPLY:
            return messages.Opaque(described(value))
        self._sent += 1
        if number is None:
            number = len(self._objects) + 1
            self._objects[number], self._numbers[id(value)] = value, number
        if isinstance(value, torch.nn.Module):
            methods = own_methods_of(type(value))
            return messages.Handle(number, is_module=True, methods=methods)
        is_of_a_class = bool(type(value).__flags__ & _HEAP_TYPE) and type(value) is not FunctionType
        words = described(value) if is_of_a_class else CALLABLE
        return messages.Handle(number, description=words, methods=methods_of(type(value)))
