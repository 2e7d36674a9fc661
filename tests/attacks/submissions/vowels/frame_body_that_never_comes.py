"""Announces the largest body that is allowed, and sends none of it."""

import os
import struct

import msgspec


def count_vowels(text):
    array = {"type": "array", "dtype": "uint8", "shape": [128 << 20]}
    header = msgspec.msgpack.encode({"type": "returned", "value": array})
    os.write(3, struct.pack("<IQ", len(header), 128 << 20) + header)
    os.close(3)
    os._exit(0)
