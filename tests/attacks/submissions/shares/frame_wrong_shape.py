"""Sends shapes that do not fit their numbers: negative, overflowing, of thousands of axes, of none."""

import itertools
import os
import struct

import msgspec

shapes = itertools.cycle([[-1], [2**40, 2**40], [0, 2**40, 2**40], [1] * 5000, [2**63], [3.0], [], [[3]], None])


def shares(numbers):
    array = {"type": "array", "dtype": "float32", "shape": next(shapes)}
    header = msgspec.msgpack.encode({"type": "returned", "value": array})
    os.write(3, struct.pack("<IQ", len(header), 12) + header + b"A" * 12)
    return None
