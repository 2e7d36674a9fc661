"""Answers checks with the solution, in our own process, to see whether a check can be passed."""

from __future__ import annotations

import inspect
import tempfile
from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import torch
from torch import Tensor

from autograder.diagnosis import copies
from autograder.errors import StudentLacks, StudentRaised
from autograder.grading import things
from autograder.grading.answered import Answered
from autograder.grading.given_to import require_data
from autograder.grading.things import Held, Layer, Thing
from autograder.sandbox.inside import members, messages
from autograder.sandbox.inside.ablation import Ablated
from autograder.sandbox.inside.frozen import by_name, frozen
from autograder.sandbox.inside.packing import is_data
from autograder.sandbox.inside.raising import MissingName, described


class LocalAnswers:
    """The solution's modules, with the interface `student.Answers`."""

    def __init__(self, task: str, modules: Callable[[str], ModuleType], folder: Path) -> None:
        """`modules(name)` returns a solution's module; files are written into `folder`."""
        self._task, self._modules, self._folder = task, modules, folder
        # Whether something was asked that only a worker knows, and that got an answer of no use.
        self.has_guessed = False

    def call(
        self,
        function: str,
        args: tuple[Any, ...],
        kwargs: Mapping[str, Any],
        how: messages.CallOptions,
    ) -> Answered:
        require_data(args, kwargs)
        self.has_guessed |= how.watched or how.stop_after > 0 or how.stop_after_wall > 0
        module = self._modules(how.module or self._task)
        with _raising_as_a_student():
            asked = getattr(module, function)
            given = _copied if inspect.isclass(asked) else _opened
            args, kwargs = given(args), given(dict(kwargs))
            named = by_name(args, kwargs)
            before = {name: frozen(value) for name, value in named.items()}
            answer = asked(*args, **kwargs)
        changed = tuple(name for name, value in named.items() if frozen(value) != before[name])
        return replace(_answered(answer, function, asked), changed=changed)

    def handed_in(self) -> frozenset[str]:
        self.has_guessed = True
        return frozenset()

    def start_over(self, seed: int) -> None:
        torch.default_generator.manual_seed(seed)

    def open_reserve(self) -> None:
        pass

    def printed(self) -> str:
        self.has_guessed = True
        return ""

    def give_file(self, name: str, data: bytes) -> str:
        folder = tempfile.mkdtemp(dir=self._folder)
        path = Path(folder) / name
        path.write_bytes(data)
        return str(path)


class _Local(Held):
    """What the solution has made."""

    @property
    @abstractmethod
    def own_(self) -> Any:
        """The object itself."""

    def ask_(self, member: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Answered:
        require_data(args, kwargs)
        name = self.name_ if member == "__call__" else f"{self.name_}.{member}"
        with _raising_as_a_student():
            answer = members.ask(self.own_, member, *_copied(args), **_copied(dict(kwargs)))
        return _answered(answer, name, type(self.own_))

    def read_(self, member: str) -> Answered:
        answer: Any = None
        is_there = True
        with _raising_as_a_student():
            try:
                answer = members.read(self.own_, member)
            except MissingName:
                is_there = False
        if not is_there:
            raise StudentLacks(f"The solution's `{self.name_}` has no `{member}`.")
        return _answered(answer, f"{self.name_}.{member}", type(self.own_))


class LocalLayer(_Local, Layer):
    """A layer of the solution, with the methods of `remote_objects.RemoteLayer`."""

    def __init__(self, layer: torch.nn.Module, name: str) -> None:
        super().__init__(name, frozenset(members.own_methods_of(type(layer))))
        self.layer_ = layer
        self.state_dict, self.load_state_dict = layer.state_dict, layer.load_state_dict
        self.train, self.eval, self.zero_grad = layer.train, layer.eval, layer.zero_grad
        self.cpu = layer.cpu

    @property
    def own_(self) -> Any:
        return self.layer_

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        require_data(args, kwargs)
        with _raising_as_a_student():
            return self.layer_(*args, **kwargs)

    def infer(self, *args: Any) -> Any:
        """Call without gradients, as `RemoteLayer.infer`."""
        with torch.no_grad():
            return self.layer_(*args)

    def ablate(
        self, *args: Any, operators: Sequence[str], reductions: Sequence[str] = ()
    ) -> tuple[Any, int]:
        """Call with some operators replaced by zeros, as `RemoteLayer.ablate`."""
        ablation = messages.Ablation(list(operators), list(reductions))
        with torch.no_grad(), Ablated(ablation) as ablated:
            return self.layer_(*args), ablated.count

    def parameters(self) -> dict[str, Tensor]:
        """Names → values of the parameters."""
        return {name: p.detach() for name, p in self.layer_.named_parameters()}

    def gradients(self) -> dict[str, Tensor | None]:
        """Names → gradients of the parameters."""
        return {name: p.grad for name, p in self.layer_.named_parameters()}


class LocalThing(_Local, Thing):
    """An object of another class of the solution's, as `remote_objects.RemoteThing`."""

    def __init__(self, thing: object, name: str) -> None:
        super().__init__(name, described(thing), frozenset(members.methods_of(type(thing))))
        self.object_ = thing

    @property
    def own_(self) -> Any:
        return self.object_


def _opened(value: Any) -> Any:
    """The arguments, with the solution's own objects in place of those that checks hold."""
    if isinstance(value, list | tuple):
        opened = [_opened(part) for part in value]
        is_same = all(new is old for new, old in zip(opened, value, strict=True))
        return value if is_same else type(value)(opened)
    if type(value) is dict:
        return {key: _opened(part) for key, part in value.items()}
    if isinstance(value, things.Thing):
        return getattr(value.inner_, "object_", value)
    return getattr(value, "layer_", value)


def _copied(value: Any) -> Any:
    """The same for an object, which may keep what it is given and write into it later: of what is
    to get no gradient, it gets copies, as a worker does."""
    if isinstance(value, list | tuple) and not hasattr(value, "_fields"):
        return type(value)(map(_copied, value))
    if type(value) is dict:
        return {key: _copied(part) for key, part in value.items()}
    is_leaf = isinstance(value, Tensor) and value.requires_grad
    return value if is_leaf else copies.faithful(_opened(value))


def _answered(answer: Any, name: str, asked: object) -> Answered:
    """The answer as a check holds it: its objects stay where they are, and all lists, tuples and
    dicts come as such. `asked` is what was called, or the class of the object that was.
    """

    def held(value: Any) -> Any:
        if isinstance(value, torch.nn.Module):
            return LocalLayer(value, name)
        if isinstance(value, list | tuple):
            parts = list(map(held, value))
            return tuple(parts) if isinstance(value, tuple) else parts
        if isinstance(value, dict):
            return {key: held(part) for key, part in value.items()}
        return value if is_data(value) or not members.is_kept(value) else LocalThing(value, name)

    if members.is_made_by(asked, answer):
        found: Any = LocalThing(answer, name)
    else:
        found = held(answer) if not isinstance(answer, Tensor) else answer
    return Answered(found, holds_objects=things.any_in(found))


@contextmanager
def _raising_as_a_student() -> Iterator[None]:
    """Turn an exception of the solution into the StudentError that a worker's would become."""
    try:
        yield
    except Exception as error:
        names = tuple(kind.__name__ for kind in type(error).__mro__)
        sentence = f"The solution raised {names[0]}: {error}"
        raise StudentRaised(sentence, type_names=names, text=str(error)) from error
