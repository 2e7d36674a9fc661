"""Traces a bystander, the host and its parent, to read and to change what they do."""

import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
SEIZE = 0x4206
for pid in (int("@DECOY_PID@"), int("@HOST_PID@"), os.getppid() or 1):
    if libc.ptrace(SEIZE, pid, None, None) == 0:
        print("ESCAPED: traces", pid)
    else:
        print("held:", os.strerror(ctypes.get_errno()))


def count_vowels(text):
    return -1
