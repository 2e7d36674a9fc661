"""Answers with graphs that do not exist, too many, at no place, nested, and for what is no list."""

import itertools
import os
import struct

import msgspec
import torch

CLAIMS = (
    *({"graphs": {0: 2**62, 1: -1}}, {"graphs": {n: 1 for n in range(5)}}, {"graphs": {0: [1]}}),
    *({"graphs": {-1: 1, 7: 1, 2**62: 1}}, {"graphs": [1]}, {"graph": 2**62, "graphs": {1: 7}}),
)
claims = itertools.cycle(CLAIMS)
numbers_sent = itertools.cycle([1, 2, 40])


def shares(numbers):
    array = {"type": "array", "dtype": "float32", "shape": [2]}
    parts = [{"type": "items", "values": [array] * next(numbers_sent), "is_tuple": True}, array]
    value = {"type": "items", "values": parts, "is_tuple": True}
    size = 8 * (len(parts[0]["values"]) + 1)
    header = msgspec.msgpack.encode({"type": "returned", "value": value, **next(claims)})
    os.write(3, struct.pack("<IQ", len(header), size) + header + b"\0" * size)
    return torch.zeros(2)
