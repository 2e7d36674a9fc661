"""Answers with handles and graphs that do not exist, with negative and with enormous numbers."""

import itertools
import os
import struct

import msgspec

numbers = itertools.cycle([-1, 0, 2**62, 7])


def count_vowels(text):
    value = {"type": "handle", "number": next(numbers), "is_module": True}
    header = msgspec.msgpack.encode({"type": "returned", "value": value, "graph": 2**62})
    os.write(3, struct.pack("<IQ", len(header), 0) + header)
    return -1
