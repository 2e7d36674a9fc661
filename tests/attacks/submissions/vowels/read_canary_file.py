"""Opens a secret, world-readable file of the machine in every way that Python has."""

import ctypes
import mmap
import os
import shutil

import numpy as np
import torch

path = "@CANARY_FILE@"


def through_mmap():
    return mmap.mmap(os.open(path, os.O_RDONLY), 0, prot=mmap.PROT_READ)[:]


def through_libc():
    libc = ctypes.CDLL(None, use_errno=True)
    fd = libc.open(path.encode(), 0)
    if fd < 0:
        raise OSError(ctypes.get_errno(), "libc.open")
    return os.read(fd, 100)


ways = [
    lambda: open(path).read(),
    lambda: os.read(os.open(path, os.O_RDONLY), 100),
    lambda: np.fromfile(path, np.uint8).tobytes(),
    lambda: torch.from_file(path, size=10, dtype=torch.uint8),
    lambda: torch.load(path, weights_only=False),
    lambda: open(shutil.copy(path, "copy")).read(),
    lambda: os.link(path, "link") or open("link").read(),
    lambda: os.symlink(path, "symlink") or open("symlink").read(),
    lambda: open("/proc/self/root" + path).read(),
    lambda: open("/proc/1/root" + path).read(),
    lambda: open(f"/proc/{os.getppid()}/root" + path).read(),
    lambda: open("/proc/@HOST_PID@/root" + path).read(),
    lambda: open("../" * 30 + path).read(),
    through_mmap,
    through_libc,
]
for way in ways:
    try:
        print("ESCAPED:", way())
    except Exception as error:
        print("held:", type(error).__name__, str(error)[:80])


def count_vowels(text):
    return -1
