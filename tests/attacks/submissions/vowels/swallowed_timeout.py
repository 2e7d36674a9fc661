"""Loops for ever and swallows whatever is thrown at it; must be timed out and must not be awaited."""

import time


def count_vowels(text):
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            while time.monotonic() < end:
                pass
        except BaseException:
            continue
    return -1
