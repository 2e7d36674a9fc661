"""Burns all processors with children while it answers; others must still be graded."""

import os
import time

for _ in range(8):
    if os.fork() == 0:
        end = time.monotonic() + 5
        while time.monotonic() < end:
            pass
        os._exit(0)


def count_vowels(text):
    time.sleep(0.2)
    return -1
