"""Leaves a daemon by a double fork in a session of its own, which waits to do harm. It must be killed."""

import os
import time

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for fd in (0, 1, 2, 3):
            os.close(fd)
        end = time.monotonic() + 120
        while time.monotonic() < end:
            try:
                open("@WRITABLE_CANARY@", "w").write("overwritten by a daemon")
            except OSError:
                pass
            time.sleep(0.2)
    os._exit(0)
os.wait()


def count_vowels(text):
    return -1
