"""Converts Python values to what the wire carries and back: a tree, and raw array bytes.

Covered: only data can be sent. Nothing that arrives names a class or runs code, as a pickle does,
and an array that does not fit its header is refused. Not covered: whether a value is what its
sender claims; the host checks only that it is well-formed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Literal, get_args

import msgspec
import numpy as np
import torch
from numpy.typing import NDArray

from .messages import (
    MAX_AXES,
    MAX_ITEMS,
    MAX_SIDE,
    Array,
    Bytes,
    Device,
    DType,
    Handle,
    Items,
    Opaque,
    Table,
    Value,
)
from .wire import MAX_BODY, MAX_HEADER, ProtocolError

MAX_TEXT = 1 << 16
MAX_DEPTH = 32  # of lists in lists
REST_OF_HEADER = 1 << 14  # bytes of what else a reply says, beside its value


def pack(value: object, body: list[Bytes], keep: Callable[[object], Handle | Opaque]) -> Value:
    """Convert `value` for a header, and append the bytes of its arrays to `body`.

    Numbers, texts, tensors, arrays, lists, tuples, devices and dicts with str keys can be sent;
    `keep` converts everything else. Because this also runs in the student's process, where any
    method may have been replaced, the host trusts nothing that is packed.
    """
    if value is None or isinstance(value, bool) or type(value) is float:
        return value
    if isinstance(value, str):
        fits = len(value) <= MAX_TEXT
        return plain(value, MAX_TEXT) if fits else Opaque(f"a text of {len(value)} characters")
    if isinstance(value, int):
        fits = -(2**63) <= value < 2**63
        return int(value) if fits else Opaque("an int of more than 64 bits")
    if isinstance(value, torch.Tensor):
        return _pack_tensor(value, body)
    if isinstance(value, np.ndarray | np.generic):
        return _pack_numpy(value, body)
    if isinstance(value, list | tuple):
        return Items([pack(item, body, keep) for item in value], isinstance(value, tuple))
    if isinstance(value, torch.device):
        return Device(str(value)[:20])
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        return Table({plain(key, MAX_TEXT): pack(item, body, keep) for key, item in value.items()})
    return keep(value)


def pack_answer(
    value: object, body: list[Bytes], keep: Callable[[object], Handle | Opaque]
) -> Value:
    """As `pack`, of an answer of any size: what is more than a message holds is described."""
    if not isinstance(value, list | tuple | dict):
        return pack(value, body, keep)
    kind = next(kind for kind in (list, tuple, dict) if isinstance(value, kind))
    too_many = f"a {kind.__name__} of {len(value)} values, too many to look at"
    left, to_do = MAX_HEADER, [(value, 0)]  # each value takes at least a byte
    while to_do:
        part, depth = to_do.pop()
        if isinstance(part, list | tuple | dict):
            left -= len(part)
            if depth > MAX_DEPTH:  # as one is that holds itself
                return Opaque(f"a {kind.__name__} nested too deeply to look at")
            if len(part) > MAX_ITEMS or left < 0:
                return Opaque(too_many)
            inside = part.values() if isinstance(part, dict) else part
            to_do += [(each, depth + 1) for each in inside]
    start = len(body)
    packed = pack(value, body, keep)
    header = len(msgspec.msgpack.encode(packed)) + REST_OF_HEADER
    if header <= MAX_HEADER and sum(numbers.nbytes for numbers in body[start:]) <= MAX_BODY:
        return packed
    del body[start:]
    return Opaque(too_many)


def is_data(value: object) -> bool:
    """Whether it is data that holds no objects: not for lists, tuples and dicts, which may."""
    plain = bool | int | float | str | torch.Tensor | np.ndarray | np.generic | torch.device
    return value is None or isinstance(value, plain)


def plain(text: str, limit: int) -> str:
    """The first `limit` characters, without lone surrogates, which UTF-8 can't encode."""
    return text[:limit].encode(errors="replace").decode()


def unpack(
    value: Value, body: Iterator[Bytes], resolve: Callable[[Handle | Opaque], object]
) -> Any:
    """The inverse of `pack`; `resolve` returns what replaces a handle or an opaque value.

    Raises ProtocolError if an array does not fit its header.
    """
    if isinstance(value, Array):
        raw = next(body)
        try:
            return _unpack_array(value, raw)
        except (ValueError, OverflowError, RuntimeError, MemoryError):
            raise ProtocolError("no array has such a shape") from None
    if isinstance(value, Items):
        items = [unpack(item, body, resolve) for item in value.values]
        return tuple(items) if value.is_tuple else items
    if isinstance(value, Table):
        return {key: unpack(item, body, resolve) for key, item in value.entries.items()}
    if isinstance(value, Device):
        return _device(value)
    if isinstance(value, Handle | Opaque):
        return resolve(value)
    return value


def _device(device: Device) -> torch.device:
    try:
        return torch.device(device.name)
    except RuntimeError:
        raise ProtocolError("there is no such device") from None


def _pack_tensor(tensor: torch.Tensor, body: list[Bytes]) -> Value:
    name = str(tensor.dtype).removeprefix("torch.")
    if name not in get_args(DType):
        return Opaque(f"a tensor of dtype {name}"[:200])
    if tensor.layout is not torch.strided:
        return Opaque("a sparse tensor")
    if too_large := _too_large(tensor.shape, tensor.numel(), tensor.element_size()):
        return Opaque(f"a tensor {too_large}")
    dense = tensor.detach().cpu().contiguous().resolve_conj().resolve_neg()
    plain = dense.view(torch.uint16).numpy() if name == "bfloat16" else dense.numpy()
    body.append(plain.reshape(-1).view(np.uint8))
    return Array(
        name,  # type: ignore[arg-type]  # checked against DType above
        list(tensor.shape),
        dense=tensor.is_contiguous(),
        order=[] if tensor.is_contiguous() else order_of(tensor.stride()),
        grad=tensor.requires_grad,
    )


def _too_large(shape: Sequence[int], size: int, itemsize: int) -> str:
    """Why an array of `size` numbers of `itemsize` bytes is too large for a message; '' if not."""
    if len(shape) > MAX_AXES:
        return f"of {len(shape)} axes, too many to look at"
    if size * itemsize > MAX_BODY:
        return f"of {size} numbers, too many to look at"
    longest = max(shape, default=0)
    return f"with a side of {longest}, too long to look at" if longest > MAX_SIDE else ""


def _pack_numpy(array: NDArray[Any] | np.generic, body: list[Bytes]) -> Value:
    name = array.dtype.name
    if name not in get_args(DType) or name == "bfloat16":
        return Opaque(f"a numpy array of dtype {name}"[:200])
    if too_large := _too_large(array.shape, array.size, array.itemsize):
        return Opaque(f"a numpy array {too_large}")
    dense = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))
    body.append(dense.reshape(-1).view(np.uint8))
    kind: Literal["array", "scalar"] = "array" if isinstance(array, np.ndarray) else "scalar"
    is_dense = kind == "scalar" or bool(array.flags.c_contiguous)
    return Array(
        name,  # type: ignore[arg-type]  # checked against DType above
        list(array.shape),
        kind=kind,
        dense=is_dense,
        order=[] if is_dense else order_of(array.strides),
    )


def order_of(strides: Sequence[int]) -> list[int]:
    """The axes as they lie in memory, the outermost one first; empty if that is their own order."""
    axes = list(range(len(strides)))
    found = sorted(axes, key=lambda axis: -abs(strides[axis]))
    return [] if found == axes else found


def spread(numbers: NDArray[Any], order: Sequence[int]) -> NDArray[Any]:
    """A copy of the array that is not contiguous, with its axes in this order in memory.

    Raises ValueError if `order` does not name each axis once.
    """
    if order:
        back = [list(order).index(axis) for axis in range(len(order))]
        numbers = np.ascontiguousarray(numbers.transpose(order)).transpose(back)
    if order and not numbers.flags.c_contiguous:
        return numbers
    # Only a gap behind each number makes it non-contiguous.
    return np.stack([numbers, numbers], axis=-1)[..., 0]


def _unpack_array(array: Array, raw: Bytes) -> Any:
    numbers = raw.view(array.stored_as)
    if array.dtype == "bool":
        numbers = numbers != 0
    numbers = numbers.reshape(array.shape)
    if not array.dense and numbers.ndim:
        numbers = spread(numbers, array.order)
    if array.kind != "tensor":
        if array.dtype == "bfloat16":
            raise ProtocolError("numpy has no bfloat16")
        if array.kind == "scalar":
            if array.shape:
                raise ProtocolError("a scalar has no shape")
            return numbers[()]
        return numbers
    tensor = torch.from_numpy(numbers)
    if array.dtype == "bfloat16":
        tensor = tensor.view(torch.bfloat16)
    if array.grad and (tensor.is_floating_point() or tensor.is_complex()):
        tensor.requires_grad_()
    return tensor
