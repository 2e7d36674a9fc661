"""What checks call `student`: the task's module, in the sandbox or, to compare, the solution."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol

import torch
from torch import Tensor

from autograder.errors import CourseError, SandboxError, StudentUnfinished
from autograder.grading.recording import Made, RecordedCall, WatchedLayer, listen
from autograder.sandbox.host import Worker
from autograder.sandbox.inside import wire


class Answers(Protocol):
    """Who answers the calls of a check."""

    def call(self, function: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> object:
        """What the function gives, or a `StudentError`."""
        ...

    def changed(self) -> tuple[str, ...]:
        """Names of the arguments that the last call wrote into."""
        ...

    def give_file(self, name: str, data: bytes) -> str:
        """Put a file where the answering code can read it; gives its path there."""
        ...


class Student:
    """The task's module as checks see it: `student.conv2d(images, weight)` asks whoever answers.

    Only names of the module are attributes; what is ours ends in an underscore.
    """

    def __init__(self, answers: Answers) -> None:
        self.answers_ = answers
        self.calls_: list[RecordedCall] = []
        self._files: dict[str, bytes] = {}

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_") or name.endswith("_"):
            raise AttributeError(name)

        def ask(*args: Any, **kwargs: Any) -> Any:
            files = dict(self._files)
            try:
                answer = self.answers_.call(name, args, kwargs)
            except Exception as error:
                self.calls_.append(RecordedCall(name, args, kwargs, error=error, files=files))
                raise
            if getattr(answer, "is_module_", False):
                answer = WatchedLayer(answer, name, Made(args, kwargs), self.calls_)
            changed = self.answers_.changed()
            call = RecordedCall(name, args, kwargs, answer, changed=changed, files=files)
            listen(call)
            self.calls_.append(call)
            return answer

        return ask

    def changed_inputs_(self) -> tuple[str, ...]:
        """Names of the arguments that the last call wrote into."""
        return self.calls_[-1].changed

    def give_file_(self, name: str, data: bytes) -> str:
        """Put a file where the answering code can read it; gives its path there."""
        path = self.answers_.give_file(name, data)
        self._files[path] = data
        return path


class RemoteAnswers:
    """The submission's own code, in a worker."""

    def __init__(self, worker: Callable[[], Worker]) -> None:
        self._worker = worker
        self._changed: tuple[str, ...] = ()

    def call(self, function: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> object:
        try:
            worker = self._worker()
            answer, self._changed = call_remotely(worker, function, args, kwargs, name=function)
        except OSError as error:
            # Ours, say a full disk: nothing that a student's code does arrives as an OSError.
            raise SandboxError(f"The sandbox failed: {error}") from error
        return answer

    def changed(self) -> tuple[str, ...]:
        return self._changed

    def give_file(self, name: str, data: bytes) -> str:
        worker = self._worker()
        worker.put({f"given/{name}": data})
        return f"{worker.scratch}/given/{name}"


class LocalAnswers:
    """The solution, in our own process: shows whether a check can be passed at all."""

    def __init__(self, module: ModuleType, folder: Path) -> None:
        self._module, self._folder = module, folder

    def call(self, function: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> object:
        answer = getattr(self._module, function)(*args, **kwargs)
        return LocalLayer(answer) if isinstance(answer, torch.nn.Module) else answer

    def changed(self) -> tuple[str, ...]:
        return ()

    def give_file(self, name: str, data: bytes) -> str:
        folder = tempfile.mkdtemp(dir=self._folder)
        path = Path(folder) / name
        path.write_bytes(data)
        return str(path)


class RemoteObject:
    """An object that stays in the worker. Can be called; a layer can be asked for a little more."""

    def __init__(self, worker: Worker, handle: wire.Handle, name: str) -> None:
        self._worker, self._name = worker, name
        self.handle_ = handle
        self.is_module_ = handle.is_module
        self.description_ = "a layer" if handle.is_module else "an object that can be called"

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        number = self.handle_.number
        return call_remotely(self._worker, number, args, kwargs, name=self._name)[0]

    def state_dict(self) -> dict[str, Tensor]:
        """Names → tensors, as the layer gives them."""
        return self._tensors("state_dict")

    def load_state_dict(self, state: Mapping[str, Tensor]) -> None:
        """Load a state dict, strictly."""
        self._worker.method(self.handle_.number, "load_state_dict", dict(state), name=self._name)

    def parameters(self) -> dict[str, Tensor]:
        """Names → values of the parameters."""
        return self._tensors("parameters")

    def gradients(self) -> dict[str, Tensor | None]:
        """Names → gradients of the parameters, None where there is none."""
        answer = self._worker.method(self.handle_.number, "gradients", name=self._name)
        return dict(answer) if isinstance(answer, dict) else {}

    def train(self) -> None:
        """Switch to training mode."""
        self._worker.method(self.handle_.number, "train", name=self._name)

    def eval(self) -> None:
        """Switch to evaluation mode."""
        self._worker.method(self.handle_.number, "eval", name=self._name)

    def zero_grad(self) -> None:
        """Forget the gradients."""
        self._worker.method(self.handle_.number, "zero_grad", name=self._name)

    def _tensors(self, method: wire.MethodName) -> dict[str, Tensor]:
        answer = self._worker.method(self.handle_.number, method, name=self._name)
        pairs = answer.items() if isinstance(answer, dict) else ()
        return {name: value for name, value in pairs if isinstance(value, Tensor)}


class LocalLayer:
    """A layer of the solution behind the same few methods as a remote one."""

    is_module_ = True
    description_ = "a layer"

    def __init__(self, layer: torch.nn.Module) -> None:
        self._layer = layer
        self.state_dict, self.load_state_dict = layer.state_dict, layer.load_state_dict
        self.train, self.eval, self.zero_grad = layer.train, layer.eval, layer.zero_grad

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._layer(*args, **kwargs)

    def parameters(self) -> dict[str, Tensor]:
        """Names → values of the parameters."""
        return {name: p.detach() for name, p in self._layer.named_parameters()}

    def gradients(self) -> dict[str, Tensor | None]:
        """Names → gradients of the parameters."""
        return {name: p.grad for name, p in self._layer.named_parameters()}


@dataclass(frozen=True)
class Unsendable:
    """An answer that can't cross: all that is known of it is what it is."""

    description_: str


def call_remotely(
    worker: Worker,
    target: str | int,
    args: tuple[Any, ...],
    kwargs: Mapping[str, Any],
    *,
    name: str,
) -> tuple[Any, tuple[str, ...]]:
    """Call in the worker; gives the answer, and the names of the arguments it wrote into.

    An answer that requires gradients is joined to the arguments it came from: going backwards
    from it asks the worker.
    """

    def resolve(thing: wire.Handle | wire.Opaque) -> object:
        if isinstance(thing, wire.Handle):
            return RemoteObject(worker, thing, name)
        return Unsendable(thing.description)

    answer, reply = worker.call(target, args, kwargs, name=name, refer=_handle, resolve=resolve)
    if isinstance(answer, Tensor):
        answer = answer.detach()
        if reply.graph is not None and answer.is_floating_point():
            leaves = [v for v in (*args, *kwargs.values()) if _is_leaf(v)]
            # The anchor makes the answer require gradients where only parameters do.
            anchor = torch.zeros((), requires_grad=True)
            answer = _Joined.apply(worker, reply.graph, name, answer, anchor, *leaves)
    # Only names that we know: what the worker says goes into sentences.
    given = [*(f"argument {i}" for i, _ in enumerate(args, 1)), *kwargs]
    return answer, tuple(name for name in given if name in reply.changed)


class _Joined(torch.autograd.Function):
    """An answer of the worker's as a node of our own graph."""

    @staticmethod
    def forward(ctx: Any, worker: Worker, graph: int, name: str, answer: Tensor, *_: Tensor) -> Any:
        ctx.remote = worker, graph, name
        return answer.view_as(answer)

    @staticmethod
    def backward(ctx: Any, *inflow: Any) -> Any:
        worker, graph, name = ctx.remote
        wanted = ctx.needs_input_grad[5:]
        answer = worker.backward(graph, inflow[0], name=name)
        given = answer if isinstance(answer, list) else []
        gradients = [g if isinstance(g, Tensor) else None for g in given[: len(wanted)]]
        gradients += [None] * (len(wanted) - len(gradients))
        return None, None, None, None, None, *gradients


def missing_file(file: str) -> StudentUnfinished:
    """What a check meets whose module was not handed in."""
    return StudentUnfinished(f"{file} was not handed in.")


def _handle(value: object) -> wire.Handle:
    handle = getattr(value, "handle_", None)
    if isinstance(handle, wire.Handle):
        return handle
    raise CourseError(f"A check gives the student a {type(value).__name__}, which can't be sent.")


def _is_leaf(value: object) -> bool:
    return isinstance(value, Tensor) and value.requires_grad
