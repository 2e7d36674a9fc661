"""Sends signals to its parent, the host, a bystander, and to everybody at once; nobody else may feel them."""

import ctypes
import os
import signal

libc = ctypes.CDLL(None, use_errno=True)
targets = [(int("@HOST_PID@"), 0), (int("@DECOY_PID@"), signal.SIGKILL), (-int("@DECOY_PID@"), signal.SIGKILL)]
for pid, number in targets:
    try:
        os.kill(pid, number)
        print("ESCAPED: sent", number, "to", pid)
    except OSError as error:
        print("held:", error)
    if pid > 0:
        fd = libc.syscall(434, pid, 0)
        if fd >= 0 and libc.syscall(424, fd, number, 0, 0) == 0:
            print("ESCAPED: signalled by pidfd", pid)
if os.getppid() > 1:
    try:
        os.kill(os.getppid(), signal.SIGKILL)
        print("ESCAPED: killed the zygote")
    except OSError as error:
        print("held:", error)
signal.signal(signal.SIGTERM, signal.SIG_IGN)
if os.getuid() != 0:  # as root, and without walls, this would end the machine
    try:
        os.kill(-1, signal.SIGTERM)
    except OSError as error:
        print("held:", error)


def count_vowels(text):
    return -1
