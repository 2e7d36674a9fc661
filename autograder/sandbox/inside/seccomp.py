"""A filter on system calls, which a worker loads just before the student's code.

Covered: it allows what Python, torch, training and a DataLoader need, and denies what reaches other
processes, gains rights, or avoids a limit. A denied call fails with an ordinary OSError. Not
covered: calls outside the lists below, and arguments that lie in memory, which a filter can't read.
The program is classic BPF: blocks of instructions, each of which returns a verdict or falls through
to the next with the call's number in the accumulator.

Source: https://man7.org/linux/man-pages/man2/seccomp.2.html. The calls' numbers are in the kernel's
https://github.com/torvalds/linux/blob/master/arch/x86/entry/syscalls/syscall_64.tbl and
https://github.com/torvalds/linux/blob/master/include/uapi/asm-generic/unistd.h (aarch64).
"""

from __future__ import annotations

import ctypes
import errno
import functools
import socket

from . import linux

Instruction = tuple[int, int, int, int]  # code, jump if true, jump if false, constant

# name: (x86_64, aarch64); None where the architecture has no such call.
DENIED: dict[str, tuple[int | None, int | None]] = {
    # other processes: their memory, their files, tracing them
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "pidfd_getfd": (438, 438), "process_madvise": (440, 440), "kcmp": (312, 272),
    "move_pages": (279, 239), "migrate_pages": (256, 238), "perf_event_open": (298, 241),
    # other programs
    "execve": (59, 221), "execveat": (322, 281),
    # namespaces, mounts, roots
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51),
    "unshare": (272, 97), "setns": (308, 268), "open_tree": (428, 428), "move_mount": (429, 429),
    "fsopen": (430, 430), "fsconfig": (431, 431), "fsmount": (432, 432), "fspick": (433, 433),
    "mount_setattr": (442, 442), "open_by_handle_at": (304, 265), "name_to_handle_at": (303, 264),
    "mknod": (133, None), "mknodat": (259, 33),
    # memory that none of the kernel's limits counts
    "memfd_create": (319, 279), "memfd_secret": (447, 447), "shmget": (29, 194),
    "msgget": (68, 186), "semget": (64, 190), "mq_open": (240, 180),
    # large attack surfaces of the kernel
    "bpf": (321, 280), "userfaultfd": (323, 282), "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426), "io_uring_register": (427, 427), "keyctl": (250, 219),
    "add_key": (248, 217), "request_key": (249, 218), "fanotify_init": (300, 262),
    # the machine as a whole
    "kexec_load": (246, 104), "kexec_file_load": (320, 294), "init_module": (175, 105),
    "finit_module": (313, 273), "delete_module": (176, 106), "reboot": (169, 142),
    "acct": (163, 89), "swapon": (167, 224), "swapoff": (168, 225), "settimeofday": (164, 170),
    "clock_settime": (227, 112), "adjtimex": (159, 171), "clock_adjtime": (305, 266),
    "sethostname": (170, 161), "setdomainname": (171, 162), "quotactl": (179, 60),
    "quotactl_fd": (443, 443), "syslog": (103, 116), "personality": (135, 92),
    "vhangup": (153, 58), "iopl": (172, None), "ioperm": (173, None), "modify_ldt": (154, None),
    "uselib": (134, None), "nfsservctl": (180, 42), "lookup_dcookie": (212, 18),
}  # fmt: skip
# Calls whose first argument is a process id: allowed only with 0, the caller itself.
ONLY_SELF = {
    "prlimit64": (302, 261), "sched_setaffinity": (203, 122), "sched_setscheduler": (144, 119),
    "sched_setparam": (142, 118), "sched_setattr": (314, 274),
}  # fmt: skip
CLONE, CLONE3, SOCKET = (56, 220), (435, 435), (41, 198)
NEW_NAMESPACES = 0x7E020000
ALLOWED_FAMILIES = (socket.AF_UNIX,)

_ARCHITECTURE = 0xC00000B7 if linux.IS_ARM else 0xC000003E
_X32_CALLS = 0x40000000
_LOAD, _JUMP_IF_EQUAL, _JUMP_IF_AT_LEAST, _JUMP_IF_ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCH, _FIRST_ARGUMENT = 0, 4, 16  # offsets in struct seccomp_data
_ALLOW, _KILL_PROCESS, _ERROR = 0x7FFF0000, 0x80000000, 0x00050000
_SECCOMP, _SET_MODE_FILTER = (277 if linux.IS_ARM else 317), 1


class _Filter(ctypes.Structure):
    _fields_ = [
        ("code", ctypes.c_ushort),
        ("jump_true", ctypes.c_ubyte),
        ("jump_false", ctypes.c_ubyte),
        ("constant", ctypes.c_uint32),
    ]


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.POINTER(_Filter))]


def load() -> None:
    """Load the filter for this process and all that it starts; nothing can remove it.

    Raises OSError if the kernel refuses it.
    """
    filter_program = compiled()
    linux.prctl(linux.PR_SET_NO_NEW_PRIVS, 1)
    linux.syscall(
        _SECCOMP, ctypes.c_uint(_SET_MODE_FILTER), ctypes.c_uint(0),
        ctypes.byref(filter_program), what="seccomp",
    )  # fmt: skip


@functools.cache
def compiled() -> _Program:
    """The filter in memory. Made before a fork, it need not be made in each."""
    instructions = program()
    # The struct keeps the array alive that its pointer is made of.
    array = (_Filter * len(instructions))(*(_Filter(*i) for i in instructions))
    return _Program(len(instructions), array)


def program() -> list[Instruction]:
    """The instructions of the whole filter, for this machine's architecture."""
    here = int(linux.IS_ARM)
    blocks = [_only_this_architecture()]
    blocks += [_deny(number) for pair in DENIED.values() if (number := pair[here]) is not None]
    blocks += [
        _deny(CLONE3[here], errno.ENOSYS)
    ]  # its flags lie in memory; libc falls back to clone
    blocks += [_deny_if_first_argument_has(CLONE[here], NEW_NAMESPACES)]
    blocks += [_only_first_argument(p[here], (0,), errno.EPERM) for p in ONLY_SELF.values()]
    blocks += [_only_first_argument(SOCKET[here], ALLOWED_FAMILIES, errno.EAFNOSUPPORT)]
    return [*(instruction for block in blocks for instruction in block), _return(_ALLOW)]


def _only_this_architecture() -> list[Instruction]:
    # Another calling convention numbers its calls differently, so the rules below would not match.
    block = [_load(_ARCH), _skip_if_equal(_ARCHITECTURE), _return(_KILL_PROCESS), _load(_NUMBER)]
    if not linux.IS_ARM:
        block += [(_JUMP_IF_AT_LEAST, 0, 1, _X32_CALLS), _return(_KILL_PROCESS)]
    return block


def _deny(number: int, error: int = errno.EPERM) -> list[Instruction]:
    return [(_JUMP_IF_EQUAL, 0, 1, number), _return(_ERROR | error)]


def _deny_if_first_argument_has(number: int, bits: int) -> list[Instruction]:
    body = [
        _load(_FIRST_ARGUMENT),
        (_JUMP_IF_ANY_BIT, 0, 1, bits),
        _return(_ERROR | errno.EPERM),
        _return(_ALLOW),
    ]
    return [(_JUMP_IF_EQUAL, 0, len(body), number), *body]


def _only_first_argument(number: int, allowed: tuple[int, ...], error: int) -> list[Instruction]:
    tests = [(_JUMP_IF_EQUAL, len(allowed) - i, 0, value) for i, value in enumerate(allowed)]
    body = [_load(_FIRST_ARGUMENT), *tests, _return(_ERROR | error), _return(_ALLOW)]
    return [(_JUMP_IF_EQUAL, 0, len(body), number), *body]


def _load(offset: int) -> Instruction:
    return (_LOAD, 0, 0, offset)


def _skip_if_equal(value: int) -> Instruction:
    return (_JUMP_IF_EQUAL, 1, 0, value)


def _return(verdict: int) -> Instruction:
    return (_RETURN, 0, 0, verdict)
