"""Objects of the student's, as checks hold them: `optimiser.step(…)`, `model.generate(…)`.

What a check may ask is decided here, before anything is sent: public names, a call, a length, an
item. Our own names end in an underscore.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, ClassVar

from autograder.errors import CheckAtFault
from autograder.grading.answered import Answered
from autograder.sandbox.inside import members


class MayNotBeAsked(CheckAtFault, AttributeError):
    """A check asks for a name that is the student's own. For `hasattr`, the object lacks it."""


class OnlyAsked:
    """What a check holds can be asked and not set: the change would never reach the object.

    `own_` are the attributes of ours; `name_` is what sentences call the object.
    """

    own_: ClassVar[frozenset[str]]
    name_: str

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in self.own_:
            raise self._refusal(f".{name}")
        object.__setattr__(self, name, value)

    def __delattr__(self, name: str) -> None:
        raise self._refusal(f".{name}")

    def __setitem__(self, key: Any, value: Any) -> None:
        raise self._refusal("[…]")

    def __delitem__(self, key: Any) -> None:
        raise self._refusal("[…]")

    def __repr__(self) -> str:
        return f"<what `{self.name_}` gave>"

    def _refusal(self, part: str) -> CheckAtFault:
        return CheckAtFault(
            f"A check changes `{self.name_}{part}`; objects can be asked and not set. "
            "Ask a method that sets it, or hand it over where the object is made."
        )


class Held(ABC):
    """What stays with the code that made it, asked as if it were here."""

    is_module_ = False
    # Nothing loops over it, since an object could go on without end; and it is true, whatever its
    # length is.
    __iter__: ClassVar[None] = None
    __contains__: ClassVar[None] = None

    def __init__(self, name: str, description: str, methods: frozenset[str]) -> None:
        """`name` is what sentences call it; `methods` are those of its class."""
        self.name_, self.description_, self.methods_ = name, description, methods

    @abstractmethod
    def ask_(self, member: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Answered:
        """Call a method, or what Python's own name `member` stands for. Raises StudentError."""

    @abstractmethod
    def read_(self, member: str) -> Answered:
        """Read an attribute. Raises StudentError."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # what Python and libraries look for
            raise AttributeError(name)
        self.require_askable_(name)
        if name in self.methods_:
            return partial(self._called, name)
        return self.read_(name).answer

    def require_askable_(self, name: str) -> None:
        """Raise MayNotBeAsked unless a check may ask for this name."""
        if not members.is_public(name):
            raise MayNotBeAsked(f"A check asks `{self.name_}.{name}`, which is no public name.")

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.ask_("__call__", args, kwargs).answer

    def __len__(self) -> Any:
        return self.ask_("__len__", (), {}).answer

    def __getitem__(self, key: Any) -> Any:
        return self.ask_("__getitem__", (key,), {}).answer

    def __bool__(self) -> bool:
        return True

    def _called(self, member: str, /, *args: Any, **kwargs: Any) -> Any:
        return self.ask_(member, args, kwargs).answer


class Thing(Held):
    """An object of any class but a layer's, or a function."""

    @property
    def inner_(self) -> Thing:
        """The object itself, without what records its calls."""
        return self


class Layer(Held):
    """An `nn.Module`: it has what `RemoteLayer` has, and its own public methods and data."""

    is_module_ = True
    description_ = "a layer"

    def __init__(self, name: str, methods: frozenset[str]) -> None:
        super().__init__(name, "a layer", methods)

    def require_askable_(self, name: str) -> None:
        super().require_askable_(name)
        if name in members.OF_LAYERS:
            raise MayNotBeAsked(
                f"A check asks `{self.name_}.{name}`, which is torch's and not the student's. "
                "docs/write-a-task.md says what of it may be asked."
            )


def each(value: object, change: Callable[[Any], Any]) -> Any:
    """The value with `change` of each thing and layer in it, also deep in lists and dicts."""
    if isinstance(value, Held):
        return change(value)
    if type(value) in (list, tuple):
        return type(value)(each(part, change) for part in value)  # type: ignore[attr-defined, call-arg]  # as it is
    if isinstance(value, dict):
        return {key: each(part, change) for key, part in value.items()}
    return value


def any_in(value: object) -> bool:
    """Whether a value is a thing, or holds one."""
    if isinstance(value, list | tuple):
        return any(map(any_in, value))
    if isinstance(value, dict):
        return any(map(any_in, value.values()))
    return isinstance(value, Thing)
