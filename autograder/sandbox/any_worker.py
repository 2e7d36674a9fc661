"""What a worker can be asked, by a process that answers (`host`) or by the recording of one."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Any

import msgspec
import numpy as np

from autograder.errors import CourseError
from autograder.sandbox.inside import messages
from autograder.sandbox.inside.packing import pack

DEFAULT_OPTIONS = messages.CallOptions()
Resolve = Callable[[messages.Handle | messages.Opaque], object]


class AnyWorker(ABC):
    """Turns each thing that is asked into a request and the bytes of its arrays.

    `forgotten` are the graphs that no backward pass can reach any more; objects that were
    made before `checks_begun` was counted up are gone; `_call_seconds` is the wall time for one
    call.
    """

    def __init__(self, call_seconds: float) -> None:
        self._call_seconds = call_seconds
        self.forgotten: list[int] = []
        self.checks_begun = 0
        self._seed: int | None = None

    @property
    @abstractmethod
    def scratch(self) -> str:
        """The path of the worker's scratch folder, as the worker sees it."""

    @property
    @abstractmethod
    def is_alive(self) -> bool:
        """Whether it can still be asked."""

    @abstractmethod
    def output(self) -> str:
        """What the student's code has printed so far, cut at `output_kb`, no control characters."""

    def printed(self) -> str:
        """The same, asked by a check."""
        return self.output()

    @abstractmethod
    def kill(self) -> str:
        """End the worker and all that it started. The first call returns how the worker ended."""

    @abstractmethod
    def _ask(
        self,
        request: messages.Request,
        body: list[messages.Bytes],
        *,
        what: str,
        while_: str = "",
        resolve: Resolve = lambda thing: thing,
        seconds: float = 0.0,
    ) -> tuple[Any, messages.Returned]:
        """The answer to a request, and the reply. Raises what `call` raises."""

    def put(self, files: Mapping[str, bytes]) -> None:
        """Write files into the worker's scratch folder: relative path → bytes."""
        body: list[messages.Bytes] = []
        arrays = {}
        for name, data in files.items():
            arrays[name] = pack(np.frombuffer(data, np.uint8), body, _unsendable)
        self._ask(messages.Put(arrays), body, what="taking the files")  # type: ignore[arg-type]  # arrays, as packed

    def load(self, module: str, seed: int | None = None) -> None:
        """Import a module, after seeding the generators with `seed`. StudentError if it fails."""
        self._ask(messages.Load(module, seed), [], what=f"{module}.py", while_="being imported")

    def begin(self, seed: int) -> None:
        """A new check: the next call forgets what the last one kept, and seeds the generators."""
        self._seed = seed

    def open_reserve(self) -> None:
        """Grant the memory and processor time that the limits hold in reserve for the grader."""
        self._ask(messages.Reserve(), [], what="the grader's own work")

    def call(
        self,
        target: str | int,
        args: tuple[Any, ...],
        kwargs: Mapping[str, Any],
        *,
        name: str,
        refer: Callable[[object], messages.Handle],
        resolve: Resolve,
        how: messages.CallOptions = DEFAULT_OPTIONS,
        member: str | None = None,
    ) -> tuple[Any, messages.Returned]:
        """Call a function of the submission, a kept object or its `member`; returns its answer and
        the reply.

        With `how.stop_after_wall`, the call has these seconds and `call_seconds` on top to return.
        Raises StudentError if the student's code fails, SandboxError if the sandbox does.
        """
        body: list[messages.Bytes] = []
        packed_args, packed_kwargs = pack(args, body, refer), pack(dict(kwargs), body, refer)
        seed, self._seed = self._seed, None
        forget, self.forgotten = self.forgotten, []
        asked = member or msgspec.UNSET
        request = messages.Call(target, packed_args, packed_kwargs, seed, how, forget, asked)  # type: ignore[arg-type]  # Items and Table
        seconds = self._call_seconds + how.stop_after_wall
        return self._ask(request, body, what=f"`{name}`", resolve=resolve, seconds=seconds)

    def attribute(self, number: int, attribute: str, *, name: str, resolve: Resolve) -> Any:
        """Read an attribute of the kept object `number`; `name` is the object's in sentences."""
        request = messages.Attribute(number, attribute)
        return self._ask(request, [], what=f"`{name}.{attribute}`", resolve=resolve)[0]

    def method(self, number: int, method: messages.MethodName, *args: Any, name: str) -> Any:
        """Call one of the methods in `messages.MethodName` on the kept object `number`."""
        body: list[messages.Bytes] = []
        request = messages.Method(number, method, pack(args, body, _unsendable))  # type: ignore[arg-type]  # Items
        return self._ask(request, body, what=f"`{name}.{method}`")[0]

    def backward(self, graph: int, inflow: Any, *, name: str) -> Any:
        """Run the backward pass of an earlier answer, from `inflow`, a gradient of its shape.

        Returns the gradients of that call's tensor arguments, None for those that got none.
        """
        body: list[messages.Bytes] = []
        request = messages.Backward(graph, pack(inflow, body, _unsendable))  # type: ignore[arg-type]  # an Array
        return self._ask(request, body, what=f"the gradient of `{name}`")[0]


def _unsendable(value: object) -> messages.Opaque:
    raise CourseError(f"A check gives the student a {type(value).__name__}, which can't be sent.")
