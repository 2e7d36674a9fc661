"""Writes to the connection without end and never reads."""

import os
import time

chunk = bytes(range(256)) * 4096


def count_vowels(text):
    end = time.monotonic() + 30
    while time.monotonic() < end:
        os.write(3, chunk)
    return -1
