"""Lets a child that survives it answer all further questions with a forged frame."""

import os
import time

import msgspec

header = msgspec.msgpack.encode({"type": "returned", "value": 3, "changed": [], "graph": None})
frame = len(header).to_bytes(4, "little") + bytes(8) + header


def count_vowels(text):
    if os.fork() == 0:
        end = time.monotonic() + 10
        while time.monotonic() < end:
            os.read(3, 4096)
            os.write(3, frame.replace(b"\x03", b"\x7f", 1))
        os._exit(0)
    os._exit(0)
