"""What the host and a worker say to each other, and how it lies on the wire.

A message is a prefix of 12 bytes (length of the header as u32, of the body as u64, little endian),
a header (MessagePack, one of the structs below) and a body (the raw little-endian numbers of each
array in the header, in the header's order). The host speaks first; every request has one reply:

    Put       files for the worker's scratch folder               → Returned(None)
    Load      import a module of the submission                   → Returned(None) | Raised
    Call      a function of the module, or an object kept here    → Returned(value) | Raised
    Method    one of the few methods a kept object may be asked   → Returned(value) | Raised
    Backward  gradients back through an answer given before       → Returned(list)  | Raised

The reader trusts nothing: each length is checked before anything is allocated, the header is
decoded by a schema of closed unions, the arrays must fill the body exactly, and one deadline holds
for the whole message. Nothing is unpickled or evaluated. A breach is a `ProtocolError`, after which
the connection is of no further use.
"""

from __future__ import annotations

import socket
import struct
import time
from collections.abc import Iterator
from typing import Annotated, Any, Literal, TypeVar

import msgspec
import numpy as np
from numpy.typing import NDArray

PREFIX = struct.Struct("<IQ")
MAX_HEADER = 1 << 20
MAX_BODY = 128 << 20

Bytes = NDArray[np.uint8]
DType = Literal[
    "bool", "uint8", "uint16", "uint32", "uint64", "int8", "int16", "int32", "int64",
    "float16", "bfloat16", "float32", "float64", "complex64", "complex128",
]  # fmt: skip
Side = Annotated[int, msgspec.Meta(ge=0, le=1 << 40)]
# numpy has no bfloat16, and a byte of a stranger's that is neither 0 nor 1 is no bool.
STORED_AS = {"bfloat16": "uint16", "bool": "uint8"}


class ProtocolError(Exception):
    """The other side broke the rules above."""


class _Message(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pass


class Array(_Message, frozen=True, tag="array"):
    """A tensor, a numpy array or a numpy scalar whose numbers are in the body.

    `dense` is false for a non-contiguous one: it arrives non-contiguous too, though not with the
    same strides. `grad` asks for a leaf that requires gradients.
    """

    dtype: DType
    shape: Annotated[list[Side], msgspec.Meta(max_length=16)]
    kind: Literal["tensor", "array", "scalar"] = "tensor"
    dense: bool = True
    grad: bool = False

    @property
    def stored_as(self) -> np.dtype[Any]:
        return np.dtype(STORED_AS.get(self.dtype, self.dtype)).newbyteorder("<")

    @property
    def nbytes(self) -> int:
        count = 1
        for side in self.shape:
            count *= side
        return count * self.stored_as.itemsize


class Items(_Message, frozen=True, tag="items"):
    """A list or a tuple."""

    values: Annotated[list[Value], msgspec.Meta(max_length=10_000)]
    is_tuple: bool = False


class Table(_Message, frozen=True, tag="table"):
    """A dict with str keys."""

    entries: Annotated[dict[str, Value], msgspec.Meta(max_length=10_000)]


class Handle(_Message, frozen=True, tag="handle"):
    """An object that stays in the worker and is known by its number."""

    number: int
    is_module: bool = False


class Opaque(_Message, frozen=True, tag="opaque"):
    """Something that can't be sent, in words: 'a generator'."""

    description: Annotated[str, msgspec.Meta(max_length=200)]


Value = None | bool | int | float | str | Array | Items | Table | Handle | Opaque


class Put(_Message, frozen=True, tag="put"):
    files: dict[str, Array]


class Load(_Message, frozen=True, tag="load"):
    module: str


class Call(_Message, frozen=True, tag="call"):
    """`target` is the name of something in the loaded module, or the number of a handle.

    A `seed` says that a new check begins: what was kept for the last one is forgotten, and the
    generators are seeded.
    """

    target: str | int
    args: Items
    kwargs: Table
    seed: int | None = None


MethodName = Literal[
    "state_dict", "load_state_dict", "parameters", "gradients", "zero_grad", "train", "eval"
]


class Method(_Message, frozen=True, tag="method"):
    number: int
    name: MethodName
    args: Items


class Backward(_Message, frozen=True, tag="backward"):
    graph: int
    inflow: Array


class Returned(_Message, frozen=True, tag="returned"):
    """`changed` names the arguments the call wrote into; `graph` is what `Backward` may ask for."""

    value: Value = None
    changed: Annotated[list[str], msgspec.Meta(max_length=100)] = []
    graph: int | None = None


class Frame(_Message, frozen=True):
    """A line of the student's on the way to an exception."""

    file: str
    line: int
    function: str


class Raised(_Message, frozen=True, tag="raised"):
    """`types` are the names of the exception's class and its bases, nearest first."""

    types: Annotated[list[str], msgspec.Meta(max_length=20)]
    message: str = ""
    frames: Annotated[list[Frame], msgspec.Meta(max_length=20)] = []
    kind: Literal["error", "unfinished", "missing", "forbidden", "syntax", "exit"] = "error"


Request = Put | Load | Call | Method | Backward
Reply = Returned | Raised
ANY_REQUEST: Any = Request
ANY_REPLY: Any = Reply
_AnyMessage = TypeVar("_AnyMessage")
_ENCODER = msgspec.msgpack.Encoder()


class Deadline:
    """One moment for a whole message, however many reads and writes it takes."""

    def __init__(self, seconds: float | None) -> None:
        self._end = None if seconds is None else time.monotonic() + seconds

    def apply_to(self, connection: socket.socket) -> None:
        """Let the next read or write of `connection` wait for no longer than what is left."""
        if self._end is None:
            connection.settimeout(None)
            return
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        connection.settimeout(left)


def send(connection: socket.socket, message: object, body: list[Bytes], deadline: Deadline) -> None:
    """Write one message. Raises TimeoutError, or OSError if the other side is gone."""
    header = _ENCODER.encode(message)
    parts = [numbers.data for numbers in body if numbers.size]
    total = sum(part.nbytes for part in parts)
    for part in (memoryview(PREFIX.pack(len(header), total) + header), *parts):
        deadline.apply_to(connection)
        connection.sendall(part)


def receive(
    connection: socket.socket,
    decoder: msgspec.msgpack.Decoder[_AnyMessage],
    deadline: Deadline,
    *,
    max_body: int = MAX_BODY,
) -> tuple[_AnyMessage, list[Bytes]]:
    """Read one message. Raises ProtocolError, TimeoutError, or EOFError if nobody is there."""
    head, tail = PREFIX.unpack(_read(connection, PREFIX.size, deadline).data)
    if head > MAX_HEADER or tail > max_body:
        raise ProtocolError(f"a message of {head} + {tail} bytes is too large")
    try:
        message = decoder.decode(_read(connection, head, deadline).data)
        arrays = list(_arrays(message))
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise ProtocolError(f"the header is malformed ({type(error).__name__})") from None
    if sum(array.nbytes for array in arrays) != tail:
        raise ProtocolError("the arrays do not fill the body")
    return message, [_read(connection, array.nbytes, deadline) for array in arrays]


def _arrays(message: object) -> Iterator[Array]:
    """The arrays of a message, in the order in which its fields name them."""
    if isinstance(message, Array):
        yield message
    elif isinstance(message, msgspec.Struct):
        for field in message.__struct_fields__:
            yield from _arrays(getattr(message, field))
    elif isinstance(message, list):
        for item in message:
            yield from _arrays(item)
    elif isinstance(message, dict):
        for item in message.values():
            yield from _arrays(item)


def _read(connection: socket.socket, size: int, deadline: Deadline) -> Bytes:
    numbers = np.empty(size, np.uint8)
    view = numbers.data
    while view.nbytes:
        deadline.apply_to(connection)
        count = connection.recv_into(view)
        if not count:
            raise EOFError
        view = view[count:]
    return numbers
