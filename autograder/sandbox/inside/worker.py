"""The loop that runs beside the student's code: take a request, run it, reply.

Whatever the student's code does to this process, the host believes nothing but well-formed
replies, so this file defends nothing. It only has to be honest with honest students.
"""

from __future__ import annotations

import contextlib
import dis
import importlib
import os
import random
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import numpy as np
import torch

from . import wire
from .forbidden import MARK
from .packing import pack, plain, unpack

DECODER = msgspec.msgpack.Decoder(wire.ANY_REQUEST)
FOREVER = wire.Deadline(None)


class Desk:
    """The worker's state: the loaded module, the objects kept for the host, and their graphs."""

    def __init__(self, scratch: Path) -> None:
        self.scratch = scratch
        self.module: ModuleType | None = None
        self.kept: dict[int, object] = {}
        self.graphs: dict[int, tuple[torch.Tensor, list[torch.Tensor]]] = {}

    def keep(self, value: object) -> wire.Handle | wire.Opaque:
        """A number for an object that can be called; words for anything else."""
        if not callable(value) or isinstance(value, type):
            return wire.Opaque(_described(value))
        number = len(self.kept) + 1
        self.kept[number] = value
        return wire.Handle(number, isinstance(value, torch.nn.Module))

    def put(self, request: wire.Put, body: Iterator[wire.Bytes]) -> wire.Returned:
        for name in request.files:
            path = self.scratch / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(next(body).tobytes())
        return wire.Returned()

    def load(self, request: wire.Load) -> wire.Returned:
        self.module = importlib.import_module(request.module)
        return wire.Returned()

    def begin(self, seed: int) -> None:
        """A new check: nothing is left of the last one, and chance begins anew."""
        self.kept.clear()
        self.graphs.clear()
        # Not torch.manual_seed: it also queues a call for CUDA, which costs milliseconds.
        torch.default_generator.manual_seed(seed)
        np.random.seed(seed % 2**32)
        random.seed(seed)

    def call(
        self, request: wire.Call, body: Iterator[wire.Bytes], answers: list[wire.Bytes]
    ) -> wire.Returned:
        if request.seed is not None:
            self.begin(request.seed)
        args, kwargs = self._open(request.args, body), self._open(request.kwargs, body)
        named = {f"argument {i}": value for i, value in enumerate(args, 1)} | kwargs
        arrays = {k: v for k, v in named.items() if isinstance(v, torch.Tensor | np.ndarray)}
        before = {name: _frozen(array) for name, array in arrays.items()}
        answer = self._target(request.target)(*args, **kwargs)
        changed = [name for name, array in arrays.items() if _frozen(array) != before[name]]
        value = pack(answer, answers, self.keep)
        graph = self._graph(answer, arrays) if isinstance(value, wire.Array) else None
        return wire.Returned(value, changed, graph)

    def method(
        self, request: wire.Method, body: Iterator[wire.Bytes], answers: list[wire.Bytes]
    ) -> wire.Returned:
        layer: Any = self.kept[request.number]
        if request.name == "parameters":
            result: object = {name: p.detach() for name, p in layer.named_parameters()}
        elif request.name == "gradients":
            result = {name: p.grad for name, p in layer.named_parameters()}
        else:
            result = getattr(layer, request.name)(*self._open(request.args, body))
        # train(), eval() and load_state_dict() give something that nobody asked for.
        asked = request.name in ("parameters", "gradients", "state_dict")
        return wire.Returned(pack(result, answers, self.keep) if asked else None)

    def backward(
        self, request: wire.Backward, body: Iterator[wire.Bytes], answers: list[wire.Bytes]
    ) -> wire.Returned:
        result, leaves = self.graphs[request.graph]
        for leaf in leaves:
            leaf.grad = None
        inflow = self._open(request.inflow, body)
        torch.autograd.backward(result, inflow, retain_graph=True)
        return wire.Returned(pack([leaf.grad for leaf in leaves], answers, self.keep))

    def _open(self, value: wire.Value, body: Iterator[wire.Bytes]) -> Any:
        return unpack(value, body, lambda thing: self.kept[getattr(thing, "number")])  # noqa: B009

    def _target(self, target: str | int) -> Any:
        if isinstance(target, int):
            return self.kept[target]
        try:
            return getattr(self.module, target)
        except AttributeError:
            raise MissingName(target) from None

    def _graph(self, answer: object, arrays: dict[str, Any]) -> int | None:
        if not isinstance(answer, torch.Tensor) or not answer.requires_grad:
            return None
        leaves = [a for a in arrays.values() if isinstance(a, torch.Tensor) and a.requires_grad]
        number = len(self.graphs) + 1
        self.graphs[number] = answer, leaves
        return number


class MissingName(Exception):
    """The module has nothing of that name."""


def serve(connection: socket.socket, scratch: Path) -> None:
    """Answer the host until it hangs up."""
    folder = scratch / "submission"
    folder.mkdir(exist_ok=True)
    os.chdir(folder)
    sys.path.insert(0, str(folder))
    sys.dont_write_bytecode = True
    desk = Desk(scratch)
    while True:
        try:
            request, body = wire.receive(connection, DECODER, FOREVER)
        except (EOFError, OSError):
            return
        answers: list[wire.Bytes] = []
        reply: wire.Reply
        try:
            reply = _answer(desk, request, iter(body), answers)
        except BaseException as error:  # noqa: BLE001 - a stranger's code may raise anything
            answers, reply = [], _raised(error, folder)
        for stream in (sys.stdout, sys.stderr):
            # The student may have closed or replaced it.
            with contextlib.suppress(Exception):
                stream.flush()
        wire.send(connection, reply, answers, FOREVER)


def _answer(
    desk: Desk, request: wire.Request, body: Iterator[wire.Bytes], answers: list[wire.Bytes]
) -> wire.Returned:
    match request:
        case wire.Put():
            return desk.put(request, body)
        case wire.Load():
            return desk.load(request)
        case wire.Call():
            return desk.call(request, body, answers)
        case wire.Method():
            return desk.method(request, body, answers)
        case wire.Backward():
            return desk.backward(request, body, answers)


def _raised(error: BaseException, folder: Path) -> wire.Raised:
    """An exception in words: what it was, and the student's own lines on the way to it."""
    message = _text(error)
    kind = "error"
    if isinstance(error, NotImplementedError) and _is_by_student(error, folder):
        kind = "unfinished"
    elif isinstance(error, MissingName):
        kind = "missing"
    elif MARK in message:  # torch.jit wraps what an operator raises: only its text survives
        kind = "forbidden"
    elif isinstance(error, SystemExit | KeyboardInterrupt):
        kind = "exit"
    elif isinstance(error, SyntaxError):
        kind = "syntax"
    types = [_name(cls) for cls in type(error).__mro__[:20]]
    return wire.Raised(types, message, _frames(error, folder), kind)  # type: ignore[arg-type]  # one of its literals


def _is_by_student(error: BaseException, folder: Path) -> bool:
    """Whether a line of the student's raised it: torch has things that are not implemented too."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None or not Path(trace.tb_frame.f_code.co_filename).is_relative_to(folder):
        return False
    return trace.tb_frame.f_code.co_code[trace.tb_lasti] == dis.opmap["RAISE_VARARGS"]


def _frames(error: BaseException, folder: Path) -> list[wire.Frame]:
    frames = []
    if isinstance(error, SyntaxError) and error.filename:
        frames.append(wire.Frame(plain(Path(error.filename).name, 200), error.lineno or 0, ""))
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        path = Path(code.co_filename)
        if path.is_relative_to(folder):
            name, function = plain(str(path.relative_to(folder)), 200), plain(code.co_name, 200)
            frames.append(wire.Frame(name, trace.tb_lineno, function))
        trace = trace.tb_next
    return frames[-10:]


def _text(error: BaseException) -> str:
    if isinstance(error, SyntaxError):
        return plain(str(error.msg), 2000)
    try:
        return plain(str(error), 2000)
    except Exception:  # noqa: BLE001 - a student's __str__ may be broken as well
        return ""


def _frozen(array: torch.Tensor | np.ndarray[Any, Any]) -> tuple[tuple[int, ...], bytes]:
    numbers = array.detach().numpy() if isinstance(array, torch.Tensor) else array
    return tuple(numbers.shape), numbers.tobytes()


def _described(value: object) -> str:
    if isinstance(value, type):
        return f"the class {_name(value)}"
    name = _name(type(value))
    return f"{'an' if name[:1].lower() in tuple('aeiou') else 'a'} {name}"


def _name(cls: type) -> str:
    return plain(cls.__name__, 100)
