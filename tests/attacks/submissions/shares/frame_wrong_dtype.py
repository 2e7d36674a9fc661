"""Sends arrays of dtypes that would let numpy run code or read memory: object, void, strings, float128."""

import itertools
import os
import struct

import msgspec

dtypes = itertools.cycle(["object", "O", "V16", "float128", "datetime64", "U100", "qint8", "", "float32\x00"])


def shares(numbers):
    array = {"type": "array", "dtype": next(dtypes), "shape": [len(numbers)]}
    header = msgspec.msgpack.encode({"type": "returned", "value": array})
    os.write(3, struct.pack("<IQ", len(header), 8 * len(numbers)) + header + b"A" * 8 * len(numbers))
    return None
