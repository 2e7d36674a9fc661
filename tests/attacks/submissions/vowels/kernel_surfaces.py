"""Asks the kernel for what no homework needs: io_uring, bpf, userfaultfd, keys, perf, logs, raw handles."""

import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
room = ctypes.create_string_buffer(4096)
calls = {
    "io_uring_setup": (425, 8, room),
    "bpf": (321, 0, room, 64),
    "userfaultfd": (323, 1),
    "keyctl": (250, 0, -3, 1),
    "add_key": (248, b"user", b"attack", b"x", 1, -3),
    "request_key": (249, b"user", b"attack", None, -3),
    "perf_event_open": (298, room, 0, -1, -1, 0),
    "syslog": (103, 3, room, 4096),
    "kcmp": (312, os.getpid(), os.getpid(), 0, 0, 0),
    "name_to_handle_at": (303, -100, b".", room, room, 0),
    "fanotify_init": (300, 0, 0),
    "personality": (135, 0x0040000),
    "shmget": (29, 0, 4096, 0o1600),
    "msgget": (68, 0, 0o1600),
    "semget": (64, 0, 1, 0o1600),
    "mq_open": (240, b"attack", 0o102, 0o600, None),
    "quotactl": (179, 0x800007 << 8, b"/", 0, room),
    "modify_ldt": (154, 0, room, 64),
}
for name, call in calls.items():
    if libc.syscall(*call) >= 0:
        print("ESCAPED:", name)


def count_vowels(text):
    return -1
