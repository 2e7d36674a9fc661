"""Tests the wire: values arrive unchanged, and malformed messages are refused."""

from __future__ import annotations

import socket
import struct
import tracemalloc
from collections.abc import Iterator
from typing import Any

import msgspec
import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.sandbox.inside import messages, wire
from autograder.sandbox.inside.packing import pack_answer, unpack

DECODER = msgspec.msgpack.Decoder(messages.ANY_REPLY)


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


def there_and_back(value: object) -> Any:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        body: list[messages.Bytes] = []
        packed = pack_answer(value, body, lambda thing: messages.Opaque(type(thing).__name__))
        wire.send(ours, messages.Returned(packed), body, wire.Deadline(5))
        reply, raw = wire.receive(wire.Reader(theirs), DECODER, wire.Deadline(5))
        return unpack(reply.value, iter(raw), lambda thing: thing)


@pytest.mark.parametrize(
    "value", [None, True, False, 0, -(2**63), 2**63 - 1, 1.5, "text", "", [], (), {"a": [1, (2,)]}]
)
def test_plain_values_cross(value):
    returned = there_and_back(value)

    assert returned == value
    assert type(returned) is type(value)


@pytest.mark.parametrize(
    "dtype",
    [
        torch.bool, torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64, torch.float16,
        torch.bfloat16, torch.float32, torch.float64, torch.complex64, torch.complex128,
    ],
)  # fmt: skip
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 0, 4), (2, 3, 4)])
def test_tensors_cross_bit_by_bit(dtype, shape):
    tensor = torch.randn(shape).to(dtype)

    returned = there_and_back(tensor)

    assert returned.dtype == dtype
    assert returned.shape == tensor.shape
    assert torch.equal(returned, tensor)


@pytest.mark.parametrize("value", [np.arange(6.0).reshape(2, 3), np.array(True), np.int32(-4)])
def test_arrays_and_scalars_of_numpy_stay_what_they_are(value):
    returned = there_and_back(value)

    assert type(returned) is type(value)
    assert returned.dtype == value.dtype
    assert np.array_equal(returned, value)


def test_layout_and_leaf_cross():
    tensor = torch.arange(12.0).reshape(3, 4).T.requires_grad_()

    returned = there_and_back(tensor)

    assert not returned.is_contiguous()
    assert returned.requires_grad
    assert torch.equal(returned, tensor)


@pytest.mark.parametrize("kind", ["tensor", "array"])
@pytest.mark.parametrize("axes", [(0, 3, 1, 2), (3, 2, 1, 0), (0, 1, 3, 2)])
def test_the_order_of_axes_in_memory_crosses(kind, axes):
    tensor = torch.arange(120.0).reshape(2, 3, 4, 5).permute(axes)
    value = tensor if kind == "tensor" else tensor.numpy()

    returned = torch.as_tensor(there_and_back(value))

    assert returned.stride() == tensor.stride()
    assert torch.equal(returned, tensor)
    with pytest.raises(RuntimeError, match="view"):
        returned.view(-1)


@pytest.mark.parametrize(
    "tensor",
    [
        torch.arange(24.0).reshape(2, 3, 4)[:, :, ::2],
        torch.arange(24.0).reshape(4, 3, 2).permute(2, 1, 0)[:, ::2],
        torch.ones(1, 3).expand(4, 3),
        torch.arange(6.0)[::2],
    ],
)
def test_gaps_and_repeats_do_not_make_a_tensor_contiguous(tensor):
    returned = there_and_back(tensor)

    assert not returned.is_contiguous()
    assert torch.equal(returned, tensor)


@pytest.mark.parametrize("order", [[0], [0, 0], [1, 2], [0, 1, 2], [1, 1 << 40]])
def test_an_order_that_does_not_name_each_axis_is_refused(order):
    array = messages.Array("float32", [2, 3], dense=False, order=order)
    raw = np.zeros(24, np.uint8)

    with pytest.raises(wire.ProtocolError):
        unpack(array, iter([raw]), lambda thing: thing)


def in_itself() -> list[Any]:
    """A list that holds itself, twice."""
    made: list[Any] = []
    made += [made, made]
    return made


@pytest.mark.parametrize("picture", [[(0, 127, 255)] * 64 * 64, [[[0.5] * 3] * 40] * 40])
def test_pictures_may_be_lists(picture):
    assert there_and_back(picture) == picture


@pytest.mark.parametrize(
    ("value", "description"),
    [
        (2**70, "an int of more than 64 bits"),
        ("x" * 100_000, "a text of 100000 characters"),
        (torch.zeros(2, 2).to_sparse(), "a sparse tensor"),
        (torch.zeros(1).expand(1 << 40), f"a tensor of {1 << 40} numbers, too many to look at"),
        (torch.zeros([1] * 63), "a tensor of 63 axes, too many to look at"),
        (np.zeros([1] * 32), "a numpy array of 32 axes, too many to look at"),
        (torch.zeros(5, 0, 1 << 50), f"a tensor with a side of {1 << 50}, too long to look at"),
        ([0.5] * 200_000, "a list of 200000 values, too many to look at"),
        (((0.5,) * 400,) * 400, "a tuple of 400 values, too many to look at"),
        (
            dict.fromkeys(map(str, range(90_000)), 0.5),
            "a dict of 90000 values, too many to look at",
        ),
        ([torch.zeros(20 << 20)] * 2, "a list of 2 values, too many to look at"),
        (in_itself(), "a list nested too deeply to look at"),
        (np.array([object()]), "a numpy array of dtype object"),
        (1j, "complex"),
        ({1: 2}, "dict"),
    ],
)
def test_what_can_not_cross_is_described(value, description):
    assert there_and_back(value) == messages.Opaque(description)


def message(header: bytes, body: bytes = b"", *, claims: tuple[int, int] | None = None) -> bytes:
    head, tail = claims or (len(header), len(body))
    return struct.pack("<IQ", head, tail) + header + body


def header_of(value: object) -> bytes:
    return msgspec.msgpack.encode(messages.Returned(value))  # type: ignore[arg-type]


FLOATS = messages.Array("float32", [4])
DEEP = b"\x82\xa4type\xa8returned\xa5value" + b"\x91" * 50_000
HOSTILE = {
    "a huge header": message(b"", claims=((1 << 32) - 1, 0)),
    "a huge body": message(header_of(None), claims=(len(header_of(None)), 1 << 62)),
    "not MessagePack": message(b"\xc1\xc1\xc1"),
    "an empty header": message(b""),
    "another struct": message(msgspec.msgpack.encode({"type": "forked", "pid": 1})),
    "an unknown field": message(msgspec.msgpack.encode({"type": "returned", "x": 1})),
    "a nested bomb": message(DEEP),
    "fewer numbers than promised": message(header_of(FLOATS), b"\0" * 15),
    "more numbers than promised": message(header_of(FLOATS), b"\0" * 17),
    "numbers that nobody announced": message(header_of(None), b"\0" * 16),
    "a negative side": message(
        msgspec.msgpack.encode(
            {"type": "returned", "value": {"type": "array", "dtype": "float32", "shape": [-1]}}
        )
    ),
    "an overflowing shape": message(header_of(messages.Array("float64", [1 << 40] * 4)), b""),
    "an unknown dtype": message(
        msgspec.msgpack.encode(
            {"type": "returned", "value": {"type": "array", "dtype": "object", "shape": [1]}}
        )
    ),
}


@pytest.mark.parametrize("frame", HOSTILE.values(), ids=HOSTILE)
def test_hostile_frames_are_a_breach(pair, frame):
    ours, theirs = pair
    theirs.sendall(frame)

    with pytest.raises(wire.ProtocolError):
        wire.receive(wire.Reader(ours), DECODER, wire.Deadline(5))


@pytest.mark.parametrize("frame", HOSTILE.values(), ids=HOSTILE)
def test_nothing_is_allocated_for_an_announced_length(pair, frame):
    ours, theirs = pair
    theirs.sendall(frame)
    tracemalloc.start()

    with pytest.raises(wire.ProtocolError):
        wire.receive(wire.Reader(ours), DECODER, wire.Deadline(5))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 2 * len(frame) + (1 << 20)


def test_one_deadline_holds_for_a_slow_drip(pair):
    ours, theirs = pair
    theirs.sendall(message(header_of(None))[:-1])

    with pytest.raises(TimeoutError):
        wire.receive(wire.Reader(ours), DECODER, wire.Deadline(0.2))


def test_a_closed_connection_is_an_end(pair):
    ours, theirs = pair
    theirs.sendall(b"\0\0")
    theirs.close()

    with pytest.raises(EOFError):
        wire.receive(wire.Reader(ours), DECODER, wire.Deadline(5))


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300), st.binary(max_size=64))
def test_no_bytes_can_crash_the_reader(header, body):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(message(header, body))
        try:
            reply, raw = wire.receive(wire.Reader(ours), DECODER, wire.Deadline(5))
        except wire.ProtocolError:
            return
    assert isinstance(reply, messages.Returned | messages.Raised)
    assert sum(numbers.nbytes for numbers in raw) == len(body)
