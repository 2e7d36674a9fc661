"""Writes answers and files when Python ends, when it forks and when objects die."""

import atexit
import os
import weakref


def leave():
    print("a last word")
    try:
        os.write(3, b"\x07\x00\x00\x00" + b"\x00" * 8 + b"passed!")
        open("@WRITABLE_CANARY@", "w").write("overwritten")
        print("ESCAPED: wrote at exit")
    except OSError:
        pass


class Last:
    def __del__(self):
        leave()


atexit.register(leave)
os.register_at_fork(before=leave, after_in_child=leave)
weakref.finalize(Last, leave)
last = Last()


def count_vowels(text):
    raise SystemExit(0)
