"""Sends a header of a megabyte that is as deep and as wide as the rules allow, to keep the host busy."""

import os
import struct

import msgspec

leaf = {"type": "array", "dtype": "bool", "shape": [0]}
value = {"type": "items", "values": [{"type": "items", "values": [leaf] * 9_900} for _ in range(2)]}
for _ in range(400):
    value = {"type": "items", "values": [value]}
header = msgspec.msgpack.encode({"type": "returned", "value": value})


def count_vowels(text):
    os.write(3, struct.pack("<IQ", len(header), 0) + header)
    return -1
