"""Sends and receives the messages between host and worker, and defines their format.

A message is a prefix of 12 bytes (length of the header as u32, of the body as u64, little endian),
a header (MessagePack, one of the structs in `messages`) and a body (the raw little-endian numbers
of each array in the header, in the header's order). The host sends requests. Each has one reply:

    Put       files for the worker's scratch folder               → Returned(None)
    Load      import a module of the submission                   → Returned(None) | Raised
    Call      a function of a module, a kept object, its method   → Returned(value) | Raised
    Attribute data of a kept object, by its public name           → Returned(value) | Raised
    Method    one of the few methods a kept layer may be asked    → Returned(value) | Raised
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
MAX_AT_ONCE = 1 << 16  # bytes that one read or write is for; more go without a copy of them


class ProtocolError(Exception):
    """The other side broke the rules of this protocol."""


_AnyMessage = TypeVar("_AnyMessage")
_PLAIN = frozenset({type(None), bool, int, float, str})  # what holds no array
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
            if connection.gettimeout() is not None:
                connection.settimeout(None)
            return
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        connection.settimeout(left)


class Reader:
    """Reads from a connection, and keeps what came with the last read for the next message.

    A message is a few small parts, which mostly arrive together: one read is enough for them.
    """

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._buffer = memoryview(bytearray(MAX_AT_ONCE))
        self._kept = self._buffer[:0]

    def take(self, size: int, deadline: Deadline) -> Bytes:
        """The next `size` bytes. Raises TimeoutError, or EOFError if the other side has closed."""
        numbers = np.empty(size, np.uint8)
        missing = numbers.data
        while True:
            count = min(missing.nbytes, self._kept.nbytes)
            missing[:count] = self._kept[:count]
            missing, self._kept = missing[count:], self._kept[count:]
            if not missing.nbytes:
                return numbers
            if missing.nbytes >= MAX_AT_ONCE:
                missing = missing[self._read_into(missing, deadline) :]
            else:
                self._kept = self._buffer[: self._read_into(self._buffer, deadline)]

    def _read_into(self, view: memoryview, deadline: Deadline) -> int:
        deadline.apply_to(self._connection)
        count = self._connection.recv_into(view)
        if not count:
            raise EOFError
        return count


def send(connection: socket.socket, message: object, body: list[Bytes], deadline: Deadline) -> None:
    """Send one message. Raises TimeoutError, or OSError if the other side has closed."""
    header = _ENCODER.encode(message)
    parts = [numbers.data for numbers in body if numbers.size]
    total = sum(part.nbytes for part in parts)
    start = PREFIX.pack(len(header), total) + header
    if total <= MAX_AT_ONCE:
        together = b"".join((start, *parts))
        deadline.apply_to(connection)
        connection.sendall(together)
        return
    for part in (memoryview(start), *parts):
        deadline.apply_to(connection)
        connection.sendall(part)


def receive(
    reader: Reader,
    decoder: msgspec.msgpack.Decoder[_AnyMessage],
    deadline: Deadline,
    *,
    max_body: int = MAX_BODY,
) -> tuple[_AnyMessage, list[Bytes]]:
    """Receive one message and the bytes of its arrays.

    Raises ProtocolError, TimeoutError, or EOFError if the other side has closed.
    """
    head, tail = PREFIX.unpack(reader.take(PREFIX.size, deadline).data)
    if head > MAX_HEADER or tail > max_body:
        raise ProtocolError(f"a message of {head} + {tail} bytes is too large")
    try:
        message = decoder.decode(reader.take(head, deadline).data)
        arrays = list(arrays_of(message))
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise ProtocolError(f"the header is malformed ({type(error).__name__})") from None
    if sum(array.nbytes for array in arrays) != tail:
        raise ProtocolError("the arrays do not fill the body")
    return message, [reader.take(array.nbytes, deadline) for array in arrays]


def arrays_of(message: object) -> Iterator[Array]:
    """The arrays of a message, in the order of its fields."""
    # One loop for all levels: a generator within another for each would pass every array through
    # as many as it lies deep.
    left = [message]
    while left:
        part = left.pop()
        if isinstance(part, Array):
            yield part
        elif isinstance(part, msgspec.Struct):
            left += [getattr(part, field) for field in reversed(part.__struct_fields__)]
        elif isinstance(part, list):
            left += [each for each in reversed(part) if type(each) not in _PLAIN]
        elif isinstance(part, dict):
            left += [each for each in reversed(part.values()) if type(each) not in _PLAIN]
