"""Sends messages that say it has passed: fields and types that the protocol does not have."""

import itertools
import os
import struct

import msgspec

messages = itertools.cycle(
    [
        {"type": "passed", "score": 2.0},
        {"type": "returned", "value": 3, "score": 2.0, "status": "passed"},
        {"type": "ready"},
        {"type": "call", "target": "exit", "args": {"type": "items", "values": []}, "kwargs": {}},
        {"type": "raised", "types": ["CheckPassed"], "kind": "passed"},
        {"type": "raised", "types": [], "kind": "error", "message": ""},
        {"report": {"score": 6.0}},
    ]
)


def count_vowels(text):
    header = msgspec.msgpack.encode(next(messages))
    os.write(3, struct.pack("<IQ", len(header), 0) + header)
    return -1
