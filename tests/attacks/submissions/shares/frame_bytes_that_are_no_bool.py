"""Sends bools of the value 255, bfloat16 arrays and scalars with shapes, which numpy does not have."""

import itertools
import os
import struct

import msgspec

arrays = itertools.cycle(
    [
        {"dtype": "bool", "shape": [4]},
        {"dtype": "bfloat16", "shape": [2], "kind": "array"},
        {"dtype": "bfloat16", "shape": [2], "grad": True, "dense": False},
        {"dtype": "uint16", "shape": [2], "dense": False},
        {"dtype": "int32", "shape": [1], "kind": "scalar"},
        {"dtype": "int32", "shape": [1], "grad": True},
        {"dtype": "complex64", "shape": [0, 1 << 40], "dense": False},
    ]
)


def shares(numbers):
    array = {"type": "array", **next(arrays)}
    header = msgspec.msgpack.encode({"type": "returned", "value": array, "graph": -1})
    size = 0 if 0 in array["shape"] else 4
    os.write(3, struct.pack("<IQ", len(header), size) + header + b"\xff" * size)
    return None
