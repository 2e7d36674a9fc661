"""Reads the memory of its parent and of the host, by /proc/PID/mem and by process_vm_readv."""

import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
buffer = ctypes.create_string_buffer(64)


class Piece(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("size", ctypes.c_size_t)]


here = Piece(ctypes.addressof(buffer), 64)
there = Piece(id(None), 64)  # the interpreter lies at the same place in a fork
for pid in (os.getppid(), int("@HOST_PID@"), int("@DECOY_PID@")):
    if libc.process_vm_readv(pid, ctypes.byref(here), 1, ctypes.byref(there), 1, 0) > 0:
        print("ESCAPED: process_vm_readv of", pid)
    try:
        with open(f"/proc/{pid}/mem", "rb") as memory:
            memory.seek(id(None))
            print("ESCAPED: read memory of", pid, memory.read(8))
    except OSError as error:
        print("held:", error)


def count_vowels(text):
    return -1
