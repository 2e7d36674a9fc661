"""Writes one file of 200 MB, plainly, sparsely and by mapping; 8 MB are allowed."""

import mmap
import os

try:
    with open("large", "wb", 0) as file:
        written = sum(file.write(bytes(1 << 20)) for _ in range(200))
    print("ESCAPED: wrote", written)
except OSError as error:
    print("held:", error)
try:
    with open("sparse", "wb") as file:
        os.ftruncate(file.fileno(), 200 << 20)
    print("ESCAPED: a sparse file")
except OSError as error:
    print("held:", error)
try:
    with open("large", "r+b") as file:
        os.posix_fallocate(file.fileno(), 0, 200 << 20)
        mmap.mmap(file.fileno(), 200 << 20)
    print("ESCAPED: fallocate")
except OSError as error:
    print("held:", error)


def count_vowels(text):
    return -1
