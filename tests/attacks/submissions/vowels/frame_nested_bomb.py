"""Sends headers that nest a hundred thousand deep, in arrays, in maps and in our own types."""

import itertools
import os
import struct

bombs = itertools.cycle(
    [
        b"\x91" * 1_000_000,
        b"\x81\xa1a" * 300_000,
        b"\x82\xa4type\xa8returned\xa5value" + b"\x82\xa4type\xa5items\xa6values\x91" * 40_000 + b"\xc0",
    ]
)


def count_vowels(text):
    header = next(bombs)
    os.write(3, struct.pack("<IQ", len(header), 0) + header)
    return -1
