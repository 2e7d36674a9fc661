"""Forks from each fork, eight times over, and all of them write and compute."""

import os
import time

parent = os.getpid()
for _ in range(8):
    try:
        os.fork()
    except OSError:
        break
if os.getpid() != parent:
    end = time.monotonic() + 3
    while time.monotonic() < end:
        os.write(1, b"*" * 1000)
    os._exit(0)


def count_vowels(text):
    return -1
