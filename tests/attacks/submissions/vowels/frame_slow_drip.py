"""Sends its answer byte by byte, each just in time; one deadline must hold for all of them."""

import os
import struct
import time

import msgspec

header = msgspec.msgpack.encode({"type": "returned", "value": "x" * 1000})
frame = struct.pack("<IQ", len(header), 0) + header


def count_vowels(text):
    for byte in frame:
        os.write(3, bytes([byte]))
        time.sleep(0.3)
    return -1
