"""Forks as often as it can, to 300 processes; the limit of 32 must hold."""

import os
import time

children = 0
for _ in range(300):
    try:
        if os.fork() == 0:
            time.sleep(5)
            os._exit(0)
        children += 1
    except OSError as error:
        print("held:", error)
        break
print("ESCAPED:" if children > 64 else "made", children, "processes")


def count_vowels(text):
    return -1
