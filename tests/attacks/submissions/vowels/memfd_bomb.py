"""Fills files without a name, to 1 GB, by memfd_create and memfd_secret."""

import ctypes
import os
import time

libc = ctypes.CDLL(None, use_errno=True)
total = 0
for number in (319, 447):
    fd = libc.syscall(number, b"bomb", 0) if number == 319 else libc.syscall(number, 0)
    if fd < 0:
        print("held:", os.strerror(ctypes.get_errno()))
        continue
    print("ESCAPED: has a file without a name")
    for _ in range(16):
        try:
            total += os.write(fd, bytes(64 << 20)) if number == 319 else 0
        except OSError as error:
            print("held:", error)
time.sleep(0.3)
print("ESCAPED:" if total > 512 << 20 else "had", total >> 20, "MB", flush=True)


def count_vowels(text):
    return -1
