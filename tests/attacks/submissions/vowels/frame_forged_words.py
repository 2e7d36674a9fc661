"""Sends descriptions, file names, function names and classes full of escapes, formulas and line ends."""

import itertools
import os
import struct

import msgspec

evil = "\x1b]0;owned\x07\n\r=cmd|' /C calc'!A0\u202e<script>alert(1)</script>\nvowels: passed 2/2\n"
frame = {"file": evil * 100, "line": 2**62, "function": evil * 100}
messages = itertools.cycle(
    [
        {"type": "returned", "value": {"type": "opaque", "description": evil[:200]}},
        {"type": "raised", "types": [evil * 100] * 20, "message": evil * 1000, "frames": [frame] * 20},
        {"type": "raised", "types": ["E"], "frames": [frame, frame], "kind": "unfinished"},
        {"type": "raised", "types": [evil], "message": evil, "kind": "forbidden"},
        {"type": "raised", "types": [evil], "message": evil, "kind": "exit", "frames": [frame]},
        {"type": "raised", "types": [evil], "message": evil, "kind": "missing"},
        {"type": "raised", "types": [evil], "message": evil, "kind": "syntax", "frames": [frame]},
    ]
)


def count_vowels(text):
    header = msgspec.msgpack.encode(next(messages))
    os.write(3, struct.pack("<IQ", len(header), 0) + header)
    os._exit(0)
