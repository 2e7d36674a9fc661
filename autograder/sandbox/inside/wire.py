"""Sends and receives the messages between host and worker, and defines their format.

A message is a prefix of 12 bytes (length of the header as u32, of the body as u64, little endian),
a header (MessagePack, one of the structs in `messages`) and a body (the raw little-endian numbers
of each array in the header, in the header's order). The host sends requests. Each has one reply:

    Put       files for the worker's scratch folder               → Returned(None)
    Load      import a module of the submission                   → Returned(None) | Raised
    Call      a function of a module, or an object kept here      → Returned(value) | Raised
    Method    one of the few methods a kept object may be asked   → Returned(value) | Raised
    Backward  a backward pass from an earlier answer              → Returned(list)  | Raised
    Reserve   the memory held in reserve may be used              → Returned(None)

Covered: the reader checks each length before it allocates anything, decodes the header by a schema
of closed unions, requires the arrays to fill the body exactly, and keeps one deadline for the whole
message. It unpickles and evaluates nothing. A breach is a `ProtocolError`; the connection can't be
used after it. Not covered: whether a well-formed reply is true.
"""

from __future__ import annotations

import socket
import struct
import time
from collections.abc import Iterator
from typing import TypeVar

import msgspec
import numpy as np

from .messages import Array, Bytes

PREFIX = struct.Struct("<IQ")
MAX_HEADER = 1 << 20
MAX_BODY = 128 << 20


class ProtocolError(Exception):
    """The other side broke the rules of this protocol."""


_AnyMessage = TypeVar("_AnyMessage")
_ENCODER = msgspec.msgpack.Encoder()


class Deadline:
    """The end of the time for one whole message, over all its reads and writes.

    `seconds` from now; None means no limit.
    """

    def __init__(self, seconds: float | None) -> None:
        self._end = None if seconds is None else time.monotonic() + seconds

    def apply_to(self, connection: socket.socket) -> None:
        """Let the next read or write of `connection` wait no longer than the time left.

        Raises TimeoutError if no time is left.
        """
        if self._end is None:
            connection.settimeout(None)
            return
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        connection.settimeout(left)


def send(connection: socket.socket, message: object, body: list[Bytes], deadline: Deadline) -> None:
    """Send one message. Raises TimeoutError, or OSError if the other side has closed."""
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
    """Receive one message and the bytes of its arrays.

    Raises ProtocolError, TimeoutError, or EOFError if the other side has closed.
    """
    head, tail = PREFIX.unpack(_read(connection, PREFIX.size, deadline).data)
    if head > MAX_HEADER or tail > max_body:
        raise ProtocolError(f"a message of {head} + {tail} bytes is too large")
    try:
        message = decoder.decode(_read(connection, head, deadline).data)
        arrays = list(arrays_of(message))
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise ProtocolError(f"the header is malformed ({type(error).__name__})") from None
    if sum(array.nbytes for array in arrays) != tail:
        raise ProtocolError("the arrays do not fill the body")
    return message, [_read(connection, array.nbytes, deadline) for array in arrays]


def arrays_of(message: object) -> Iterator[Array]:
    """The arrays of a message, in the order of its fields."""
    if isinstance(message, Array):
        yield message
    elif isinstance(message, msgspec.Struct):
        for field in message.__struct_fields__:
            yield from arrays_of(getattr(message, field))
    elif isinstance(message, list):
        for item in message:
            yield from arrays_of(item)
    elif isinstance(message, dict):
        for item in message.values():
            yield from arrays_of(item)


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
