"""Makes or enters namespaces, where it would be root: unshare, clone, clone3, setns."""

import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
for flag in (0x10000000, 0x00020000, 0x20000000, 0x40000000, 0x08000000, 0x04000000, 0x02000000, 0x80):
    if libc.unshare(flag) == 0:
        print("ESCAPED: unshare", hex(flag))
    if flag == 0x80:
        continue
    pid = libc.syscall(56, flag | 17, 0, 0, 0, 0)
    if pid == 0:
        os._exit(0)
    if pid > 0:
        print("ESCAPED: clone", hex(flag))
clone3 = (ctypes.c_uint64 * 11)(0x10000000, 0, 0, 0, 17)
pid = libc.syscall(435, clone3, 88)
if pid == 0:
    os._exit(0)
if pid > 0:
    print("ESCAPED: clone3")
for pid in ("self", "1", str(os.getppid()), "@HOST_PID@"):
    for kind in ("mnt", "pid", "user", "net", "ipc"):
        try:
            fd = os.open(f"/proc/{pid}/ns/{kind}", os.O_RDONLY)
            if libc.setns(fd, 0) == 0:
                print("ESCAPED: setns", pid, kind)
        except OSError:
            pass


def count_vowels(text):
    return -1
