"""Starts threads to 300; the limit of 32 must hold for them as well."""

import threading
import time

threads = 0
try:
    for _ in range(300):
        threading.Thread(target=time.sleep, args=(3,), daemon=True).start()
        threads += 1
except (RuntimeError, MemoryError) as error:
    print("held:", error)
print("ESCAPED:" if threads > 64 else "made", threads, "threads")


def count_vowels(text):
    return -1
