"""Prints half a gigabyte; only the first kilobytes may be kept."""

import os


def count_vowels(text):
    chunk = b"A" * (1 << 20)
    for i in range(500):
        os.write(1 + i % 2, chunk)
    return -1
