"""The loop that runs in the student's process: receive a request, run it, reply.

Covered: honest code gets correct answers. Not covered: nothing here resists the student's code,
which can change this process at will. So the host accepts only well-formed replies, and believes
none of them.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import importlib
import os
import random
import resource
import socket
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import numpy as np
import torch

from . import checkpoints, imports, members, messages, rlimits, wire
from .ablation import Ablated
from .frozen import by_name, frozen
from .graphs import Graphs
from .packing import pack, pack_answer, unpack
from .raising import in_words
from .stopping import stop_after
from .witness import watched

DECODER = msgspec.msgpack.Decoder(messages.ANY_REQUEST)
FOREVER = wire.Deadline(None)


class WorkerSession:
    """The worker's state: the loaded module, the objects kept for the host, and their graphs."""

    def __init__(self, scratch: Path) -> None:
        self.scratch = scratch
        self.module: ModuleType | None = None
        self.import_module: Callable[[str], ModuleType] = importlib.import_module
        self.kept = members.Kept()
        self.graphs = Graphs()

    def put(self, request: messages.Put, body: Iterator[messages.Bytes]) -> messages.Returned:
        """Write files into the scratch folder."""
        for name in request.files:
            path = self.scratch / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(next(body).tobytes())
        return messages.Returned()

    def load(self, request: messages.Load) -> messages.Returned:
        """Import the task's module."""
        if request.seed is not None:
            self.begin(request.seed)
        self.import_module = imports.put_students_first(self.scratch / "submission")
        self.module = self.import_module(request.module)
        return messages.Returned()

    def begin(self, seed: int) -> None:
        """Begin a new check: forget the objects of the last one, and seed all generators."""
        self.kept.clear()
        self.graphs.clear()
        # torch.manual_seed would also queue a call for CUDA, which costs milliseconds.
        torch.default_generator.manual_seed(seed)
        np.random.seed(seed % 2**32)
        random.seed(seed)

    def call(
        self, request: messages.Call, body: Iterator[messages.Bytes], answers: list[messages.Bytes]
    ) -> messages.Returned:
        """Call a function or a kept object, and report what else happened."""
        if request.seed is not None:
            self.begin(request.seed)
        for number in request.forget:
            self.graphs.forget(number)
        if request.how.inference:
            return self._infer(request, body, answers)
        args, kwargs = self._open(request.args, body), self._open(request.kwargs, body)
        named = by_name(args, kwargs)
        arrays = {k: v for k, v in named.items() if isinstance(v, torch.Tensor | np.ndarray)}
        before = {name: frozen(value) for name, value in named.items()}
        how, answer = request.how, None
        target = self._target(request)
        witness = watched(args, how.stride) if how.watched else contextlib.nullcontext()
        with witness as seen, stop_after(how.stop_after, how.stop_after_wall) as interruption:
            answer = target(*args, **kwargs)
        witnessed = seen(interruption.happened) if seen else None
        changed = [name for name, value in named.items() if frozen(value) != before[name]]
        value = self._packed(answer, answers, self._class_asked(request, target))
        graph = self.graphs.of(answer, arrays) if isinstance(value, messages.Array) else None
        is_several = isinstance(value, messages.Items)
        graphs = self.graphs.of_parts(answer, arrays) if is_several else {}
        return messages.Returned(
            value, changed, graph, graphs, interruption.happened, witnessed=witnessed
        )

    def _infer(
        self, request: messages.Call, body: Iterator[messages.Bytes], answers: list[messages.Bytes]
    ) -> messages.Returned:
        """Call without recording gradients, and keep nothing.

        We use `no_grad`, not `inference_mode`: a tensor that a network makes and keeps in inference
        mode, such as a lazy layer's weights, could not be trained later.
        """
        args, kwargs = self._open(request.args, body), self._open(request.kwargs, body)
        wanted = request.how.ablation
        ablated = Ablated(wanted) if wanted else None
        with torch.no_grad(), ablated or contextlib.nullcontext():
            answer = self._target(request)(*args, **kwargs)
        count = ablated.count if ablated else 0
        return messages.Returned(pack_answer(answer, answers, self.kept.keep), ablated=count)

    def reserve(self) -> messages.Returned:
        """Raise the memory limit by the reserve."""
        # Garbage may still hold much memory.
        gc.collect()
        rlimits.open_reserve()
        return messages.Returned()

    def attribute(
        self, request: messages.Attribute, answers: list[messages.Bytes]
    ) -> messages.Returned:
        """Read an attribute of a kept object. A property is the student's code, and runs."""
        thing = self.kept[request.number]
        value = members.read(thing, request.name)
        return messages.Returned(self._packed(value, answers, type(thing)))

    def method(
        self,
        request: messages.Method,
        body: Iterator[messages.Bytes],
        answers: list[messages.Bytes],
    ) -> messages.Returned:
        """Call one of the methods in `messages.MethodName` on a kept object."""
        layer: Any = self.kept[request.number]
        if request.name == "parameters":
            result: object = {name: p.detach() for name, p in layer.named_parameters()}
        elif request.name == "gradients":
            result = {name: p.grad for name, p in layer.named_parameters()}
        elif request.name == "load_checkpoint":
            names = self._open(request.args, body)
            first, *others = (self.scratch / "submission" / name for name in names)
            result = checkpoints.load(layer, first, others)
        else:
            result = getattr(layer, request.name)(*self._open(request.args, body))
        # The host does not need what train(), eval(), cpu() and load_state_dict() return.
        asked = request.name in ("parameters", "gradients", "state_dict", "load_checkpoint")
        return messages.Returned(pack(result, answers, self.kept.keep) if asked else None)

    def backward(
        self,
        request: messages.Backward,
        body: Iterator[messages.Bytes],
        answers: list[messages.Bytes],
    ) -> messages.Returned:
        """Run a backward pass; returns the gradients of the call's tensor arguments."""
        gradients = self.graphs.backward(request.graph, self._open(request.inflow, body))
        return messages.Returned(pack(gradients, answers, self.kept.keep))

    def _open(self, value: messages.Value, body: Iterator[messages.Bytes]) -> Any:
        return unpack(value, body, lambda thing: self.kept[getattr(thing, "number")])  # noqa: B009

    def _target(self, request: messages.Call) -> Callable[..., Any]:
        target, module = request.target, request.how.module
        if isinstance(target, int):
            kept: Callable[..., Any] = self.kept[target]
            return functools.partial(members.ask, kept, request.member) if request.member else kept
        owner = self.import_module(module) if module else self.module
        return members.read(owner, target)  # type: ignore[no-any-return]  # called as it is

    def _class_asked(self, request: messages.Call, target: object) -> object:
        """What is called, or the class of the object whose member is."""
        number = request.target
        return type(self.kept[number]) if isinstance(number, int) and request.member else target

    def _packed(
        self, answer: object, answers: list[messages.Bytes], asked: object
    ) -> messages.Value:
        """The answer as it is sent: an object of the class that was asked stays here."""
        if members.is_made_by(asked, answer):
            return self.kept.keep(answer)
        return pack_answer(answer, answers, self.kept.keep)


def serve(connection: socket.socket, scratch: Path) -> None:
    """Answer requests until the host closes the connection."""
    folder = scratch / "submission"
    folder.mkdir(exist_ok=True)
    os.chdir(folder)
    sys.path.insert(0, str(folder))
    sys.dont_write_bytecode = True
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=True)  # type: ignore[union-attr]  # progress is shown live
    session, reader = WorkerSession(scratch), wire.Reader(connection)
    while True:
        try:
            request, body = wire.receive(reader, DECODER, FOREVER)
        except (EOFError, OSError):
            return
        answers: list[messages.Bytes] = []
        reply: messages.Reply
        started = _processor_seconds()
        try:
            reply = _answer(session, request, iter(body), answers)
        except BaseException as error:  # noqa: BLE001 - a stranger's code may raise anything
            answers, reply = [], in_words(error, folder)
        for stream in (sys.stdout, sys.stderr):
            # The student's code may have closed or replaced it.
            with contextlib.suppress(Exception):
                stream.flush()
        took = _processor_seconds() - started
        wire.send(connection, msgspec.structs.replace(reply, seconds=took), answers, FOREVER)


def _answer(
    session: WorkerSession,
    request: messages.Request,
    body: Iterator[messages.Bytes],
    answers: list[messages.Bytes],
) -> messages.Returned:
    session.kept.begin_reply()
    match request:
        case messages.Put():
            return session.put(request, body)
        case messages.Load():
            return session.load(request)
        case messages.Call():
            return session.call(request, body, answers)
        case messages.Attribute():
            return session.attribute(request, answers)
        case messages.Method():
            return session.method(request, body, answers)
        case messages.Backward():
            return session.backward(request, body, answers)
        case messages.Reserve():
            return session.reserve()


def _processor_seconds() -> float:
    """What this process and those of its children that have ended have used so far."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime
