"""Answers checks with the solution, in our own process, to see whether a check can be passed."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import torch
from torch import Tensor

from autograder.errors import StudentRaised
from autograder.grading.student import Answered
from autograder.sandbox.inside import messages
from autograder.sandbox.inside.ablation import Ablated


class LocalAnswers:
    """The solution's modules, with the interface `student.Answers`."""

    def __init__(self, task: str, modules: Callable[[str], ModuleType], folder: Path) -> None:
        """`modules(name)` returns a solution's module; files are written into `folder`."""
        self._task, self._modules, self._folder = task, modules, folder

    def call(
        self,
        function: str,
        args: tuple[Any, ...],
        kwargs: Mapping[str, Any],
        how: messages.CallOptions,
    ) -> Answered:
        module = self._modules(how.module or self._task)
        given = (getattr(value, "layer_", value) for value in args)
        with _raising_as_a_student():
            answer = getattr(module, function)(*given, **kwargs)
        is_layer = isinstance(answer, torch.nn.Module)
        return Answered(LocalLayer(answer) if is_layer else answer)

    def handed_in(self) -> frozenset[str]:
        return frozenset()

    def start_over(self, seed: int) -> None:
        torch.default_generator.manual_seed(seed)

    def open_reserve(self) -> None:
        pass

    def printed(self) -> str:
        return ""

    def give_file(self, name: str, data: bytes) -> str:
        folder = tempfile.mkdtemp(dir=self._folder)
        path = Path(folder) / name
        path.write_bytes(data)
        return str(path)


class LocalLayer:
    """A layer of the solution, with the methods of `remote.RemoteObject`."""

    is_module_ = True
    description_ = "a layer"

    def __init__(self, layer: torch.nn.Module) -> None:
        self.layer_ = layer
        self.state_dict, self.load_state_dict = layer.state_dict, layer.load_state_dict
        self.train, self.eval, self.zero_grad = layer.train, layer.eval, layer.zero_grad
        self.cpu = layer.cpu

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        with _raising_as_a_student():
            return self.layer_(*args, **kwargs)

    def infer(self, *args: Any) -> Any:
        """Call without gradients, as `RemoteObject.infer`."""
        with torch.no_grad():
            return self.layer_(*args)

    def ablate(
        self, *args: Any, operators: Sequence[str], reductions: Sequence[str] = ()
    ) -> tuple[Any, int]:
        """Call with some operators replaced by zeros, as `RemoteObject.ablate`."""
        ablation = messages.Ablation(list(operators), list(reductions))
        with torch.no_grad(), Ablated(ablation) as ablated:
            return self.layer_(*args), ablated.count

    def parameters(self) -> dict[str, Tensor]:
        """Names → values of the parameters."""
        return {name: p.detach() for name, p in self.layer_.named_parameters()}

    def gradients(self) -> dict[str, Tensor | None]:
        """Names → gradients of the parameters."""
        return {name: p.grad for name, p in self.layer_.named_parameters()}


@contextmanager
def _raising_as_a_student() -> Iterator[None]:
    """Turn an exception of the solution into the StudentError that a worker's would become."""
    try:
        yield
    except Exception as error:
        names = tuple(kind.__name__ for kind in type(error).__mro__)
        sentence = f"The solution raised {names[0]}: {error}"
        raise StudentRaised(sentence, type_names=names, text=str(error)) from error
