"""Prints bytes that are no text at all: halves of characters, nulls, byte order marks."""

import os


def count_vowels(text):
    os.write(1, bytes(range(256)) * 100)
    os.write(2, b"\xff\xfe\x00\xd8" * 2000 + "\u202e\u2066\ufeff\U000e0041".encode() + b"\xf0\x9f")
    return -1
