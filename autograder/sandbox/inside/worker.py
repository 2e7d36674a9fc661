"""The loop that runs beside the student's code: take a request, run it, reply.

Whatever the student's code does to this process, the host believes nothing but well-formed
replies, so this file defends nothing. It only has to be honest with honest students.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import random
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import numpy as np
import safetensors.torch
import torch

from . import imports, messages, wire
from .packing import pack, unpack
from .raising import MissingName, described, in_words
from .silence import Silenced
from .stopping import stop_after

DECODER = msgspec.msgpack.Decoder(messages.ANY_REQUEST)
FOREVER = wire.Deadline(None)
# Only the last few: each holds on to all that its call has computed.
MOST_GRAPHS = 4


class Desk:
    """The worker's state: the loaded module, the objects kept for the host, and their graphs."""

    def __init__(self, scratch: Path) -> None:
        self.scratch = scratch
        self.module: ModuleType | None = None
        self.import_module: Callable[[str], ModuleType] = importlib.import_module
        self.kept: dict[int, object] = {}
        self.graphs: dict[int, tuple[torch.Tensor, list[torch.Tensor]]] = {}
        self.graphs_made = 0

    def keep(self, value: object) -> messages.Handle | messages.Opaque:
        """A number for an object that can be called; words for anything else."""
        if not callable(value) or isinstance(value, type):
            return messages.Opaque(described(value))
        number = len(self.kept) + 1
        self.kept[number] = value
        return messages.Handle(number, isinstance(value, torch.nn.Module))

    def put(self, request: messages.Put, body: Iterator[messages.Bytes]) -> messages.Returned:
        for name in request.files:
            path = self.scratch / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(next(body).tobytes())
        return messages.Returned()

    def load(self, request: messages.Load) -> messages.Returned:
        self.import_module = imports.put_students_first(self.scratch / "submission")
        self.module = self.import_module(request.module)
        return messages.Returned()

    def begin(self, seed: int) -> None:
        """A new check: nothing is left of the last one, and chance begins anew."""
        self.kept.clear()
        self.graphs.clear()
        # Not torch.manual_seed: it also queues a call for CUDA, which costs milliseconds.
        torch.default_generator.manual_seed(seed)
        np.random.seed(seed % 2**32)
        random.seed(seed)

    def call(
        self, request: messages.Call, body: Iterator[messages.Bytes], answers: list[messages.Bytes]
    ) -> messages.Returned:
        if request.seed is not None:
            self.begin(request.seed)
        args, kwargs = self._open(request.args, body), self._open(request.kwargs, body)
        named = {f"argument {i}": value for i, value in enumerate(args, 1)} | kwargs
        arrays = {k: v for k, v in named.items() if isinstance(v, torch.Tensor | np.ndarray)}
        before = {name: _frozen(array) for name, array in arrays.items()}
        how, answer = request.how, None
        target = self._target(request.target, how.module)
        silence = Silenced(how.silenced) if how.silenced else None
        with (
            silence or contextlib.nullcontext(),
            stop_after(how.stop_after, how.stop_after_wall) as interruption,
        ):
            answer = target(*args, **kwargs)
        changed = [name for name, array in arrays.items() if _frozen(array) != before[name]]
        value = pack(answer, answers, self.keep)
        graph = self._graph(answer, arrays) if isinstance(value, messages.Array) else None
        silenced = silence.count if silence else 0
        return messages.Returned(value, changed, graph, interruption.happened, silenced)

    def method(
        self,
        request: messages.Method,
        body: Iterator[messages.Bytes],
        answers: list[messages.Bytes],
    ) -> messages.Returned:
        layer: Any = self.kept[request.number]
        if request.name == "parameters":
            result: object = {name: p.detach() for name, p in layer.named_parameters()}
        elif request.name == "gradients":
            result = {name: p.grad for name, p in layer.named_parameters()}
        elif request.name == "load_checkpoint":
            (name,) = self._open(request.args, body)
            result = layer.load_state_dict(_checkpoint(self.scratch / "submission" / name))
        else:
            result = getattr(layer, request.name)(*self._open(request.args, body))
        # train(), eval(), cpu() and load_state_dict() give something that nobody asked for.
        asked = request.name in ("parameters", "gradients", "state_dict")
        return messages.Returned(pack(result, answers, self.keep) if asked else None)

    def backward(
        self,
        request: messages.Backward,
        body: Iterator[messages.Bytes],
        answers: list[messages.Bytes],
    ) -> messages.Returned:
        result, leaves = self.graphs[request.graph]
        for leaf in leaves:
            leaf.grad = None
        inflow = self._open(request.inflow, body)
        torch.autograd.backward(result, inflow, retain_graph=True)
        return messages.Returned(pack([leaf.grad for leaf in leaves], answers, self.keep))

    def _open(self, value: messages.Value, body: Iterator[messages.Bytes]) -> Any:
        return unpack(value, body, lambda thing: self.kept[getattr(thing, "number")])  # noqa: B009

    def _target(self, target: str | int, module: str) -> Any:
        if isinstance(target, int):
            return self.kept[target]
        owner = self.import_module(module) if module else self.module
        try:
            return getattr(owner, target)
        except AttributeError:
            raise MissingName(target) from None

    def _graph(self, answer: object, arrays: dict[str, Any]) -> int | None:
        if not isinstance(answer, torch.Tensor) or not answer.requires_grad:
            return None
        leaves = [a for a in arrays.values() if isinstance(a, torch.Tensor) and a.requires_grad]
        self.graphs_made += 1
        self.graphs[self.graphs_made] = answer, leaves
        self.graphs.pop(self.graphs_made - MOST_GRAPHS, None)
        return self.graphs_made


def serve(connection: socket.socket, scratch: Path) -> None:
    """Answer the host until it hangs up."""
    folder = scratch / "submission"
    folder.mkdir(exist_ok=True)
    os.chdir(folder)
    sys.path.insert(0, str(folder))
    sys.dont_write_bytecode = True
    imports.forget(__name__.partition(".")[0])  # a student may have a module of that name
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=True)  # type: ignore[union-attr]  # progress is shown live
    desk = Desk(scratch)
    while True:
        try:
            request, body = wire.receive(connection, DECODER, FOREVER)
        except (EOFError, OSError):
            return
        answers: list[messages.Bytes] = []
        reply: messages.Reply
        try:
            reply = _answer(desk, request, iter(body), answers)
        except BaseException as error:  # noqa: BLE001 - a stranger's code may raise anything
            answers, reply = [], in_words(error, folder)
        for stream in (sys.stdout, sys.stderr):
            # The student may have closed or replaced it.
            with contextlib.suppress(Exception):
                stream.flush()
        wire.send(connection, reply, answers, FOREVER)


def _answer(
    desk: Desk,
    request: messages.Request,
    body: Iterator[messages.Bytes],
    answers: list[messages.Bytes],
) -> messages.Returned:
    match request:
        case messages.Put():
            return desk.put(request, body)
        case messages.Load():
            return desk.load(request)
        case messages.Call():
            return desk.call(request, body, answers)
        case messages.Method():
            return desk.method(request, body, answers)
        case messages.Backward():
            return desk.backward(request, body, answers)


def _checkpoint(path: Path) -> dict[str, torch.Tensor]:
    """The state dict in a file. Raises whatever the file makes its reader raise."""
    if path.suffix == ".safetensors":
        return safetensors.torch.load_file(path)
    state = torch.load(path, map_location="cpu", weights_only=True)
    if not isinstance(state, dict):
        raise TypeError(f"the file holds {described(state)} instead of a state dict")
    return state


def _frozen(array: torch.Tensor | np.ndarray[Any, Any]) -> tuple[tuple[int, ...], bytes]:
    numbers = array.detach().numpy() if isinstance(array, torch.Tensor) else array
    return tuple(numbers.shape), numbers.tobytes()
