"""The list: what a submission can't do, each with the isolation tiers that promise it.

It is the same list for every tier. What a tier does not promise is tried as well, and told.
"""

from __future__ import annotations

from dataclasses import dataclass

from autograder.errors import (
    AnswerRefused,
    StudentDied,
    StudentError,
    StudentOutOfMemory,
    StudentTimeout,
)
from autograder.sandbox.inside.control import DROPPED, NAMESPACES, PROCESS
from autograder.self_check import judging
from autograder.self_check.judging import (
    Judge,
    all_ends,
    at_most,
    ends_as,
    not_granted,
    nothing_works,
)

ALL = (NAMESPACES, DROPPED, PROCESS)
WALLED = (NAMESPACES, DROPPED)
APART = (NAMESPACES,)


@dataclass(frozen=True)
class Behaviour:
    """`name` is short and stays; `sentence` says what holds; `tiers` promise it."""

    name: str
    sentence: str
    tiers: tuple[str, ...]
    judge: Judge


FILES = (
    Behaviour(
        "files.read", "A file of the machine can't be read, even one that all users may read.",
        APART, nothing_works("read_a_file_outside"),
    ),
    Behaviour(
        "files.write", "A file of the machine can't be written, even one that all users may write.",
        APART, nothing_works("write_a_file_outside"),
    ),
    Behaviour(
        "files.libraries", "Torch, other packages and Python itself can't be changed.",
        WALLED, nothing_works("write_into_libraries"),
    ),
    Behaviour(
        "files.home", "What lies in the home folder of the user who grades is not seen.",
        APART, nothing_works("see_the_home_folder"),
    ),
    Behaviour(
        "files.left", "No file is left in folders that are open to every user.",
        APART, judging.leaves_no_files,
    ),
    Behaviour(
        "files.next", "The next submission finds no file of the last.",
        APART, judging.next_finds_nothing,
    ),
)  # fmt: skip
SIGHT = (
    Behaviour(
        "sight.modules", "No module of the grader is loaded beside it, or can be imported.",
        ALL, nothing_works("see_the_grader"),
    ),
    Behaviour(
        "sight.environment", "No environment variable of the grader is seen.",
        ALL, nothing_works("see_the_environment"),
    ),
    Behaviour(
        "sight.descriptors", "No open file of the grader is held.",
        ALL, nothing_works("hold_descriptors"),
    ),
    Behaviour(
        "sight.memory", "The memory of other processes can't be read.",
        WALLED, nothing_works("read_memory_of_others"),
    ),
    Behaviour(
        "sight.environments", "What other processes were started with can't be read.",
        WALLED, nothing_works("read_environment_of_others"),
    ),
    Behaviour(
        "sight.open_files", "The open files of other processes can't be listed.",
        WALLED, nothing_works("open_files_of_others"),
    ),
    Behaviour(
        "sight.processes", "Other processes are not seen.",
        APART, nothing_works("see_other_processes"),
    ),
)  # fmt: skip
NETWORK = (
    Behaviour(
        "network.tcp", "Nothing connects by TCP, not even to this machine.",
        WALLED, nothing_works("connect_by_tcp"),
    ),
    Behaviour("network.udp", "Nothing is sent by UDP.", WALLED, nothing_works("send_by_udp")),
    Behaviour(
        "network.families", "No socket of any family can be made, but local ones.",
        WALLED, nothing_works("make_sockets"),
    ),
    Behaviour(
        "network.by_path", "A local socket that is open to every user can't be connected to.",
        APART, nothing_works("connect_by_path"),
    ),
    Behaviour(
        "network.by_name", "A local socket that has a name and no file can't be connected to.",
        APART, nothing_works("connect_by_name"),
    ),
)  # fmt: skip
RIGHTS = (
    Behaviour(
        "rights.signals", "No other process can be ended or signalled.",
        WALLED, not_granted("signal_others"),
    ),
    Behaviour(
        "rights.tracing", "No other process can be traced.", WALLED, not_granted("trace_others")
    ),
    Behaviour(
        "rights.programs", "No other program can be started.",
        WALLED, not_granted("start_programs"),
    ),
    Behaviour(
        "rights.users", "It can't become another user.", WALLED, not_granted("become_others")
    ),
    Behaviour("rights.none", "It has no capabilities.", WALLED, not_granted("have_rights")),
    Behaviour(
        "rights.no_new", "Nothing that it starts can have more rights.",
        WALLED, not_granted("gain_rights"),
    ),
    Behaviour(
        "rights.filtered", "Its system calls are filtered.",
        WALLED, not_granted("call_unfiltered"),
    ),
    Behaviour(
        "rights.kernel", "System calls that no homework needs are refused.",
        WALLED, not_granted("ask_the_kernel"),
    ),
    Behaviour(
        "rights.namespaces", "It can't make namespaces, in which it would be root.",
        WALLED, not_granted("make_namespaces"),
    ),
    Behaviour(
        "rights.mounts", "It can't mount file systems.",
        WALLED, not_granted("mount_file_systems"),
    ),
    Behaviour(
        "rights.root", "It can't change its root folder.",
        WALLED, not_granted("change_the_root"),
    ),
    Behaviour(
        "rights.devices", "It can't open memory, disks and logs as devices.",
        WALLED, not_granted("open_devices"),
    ),
    Behaviour(
        "rights.limits", "It can't raise its own limits.", WALLED, not_granted("raise_limits")
    ),
)  # fmt: skip
TIME = (
    Behaviour(
        "time.endless", "A call that never ends is ended.",
        ALL, ends_as(StudentTimeout, "spin", call_seconds=1.0),
    ),
    Behaviour(
        "time.swallowed", "Code that catches every exception is ended as well.",
        ALL, ends_as(StudentTimeout, "spin_and_swallow", call_seconds=1.0),
    ),
    Behaviour(
        "time.native", "A call that waits in C is ended.",
        ALL, ends_as(StudentTimeout, "sleep_natively", call_seconds=1.0),
    ),
    Behaviour(
        "time.grandchildren", "A timeout ends grandchildren in sessions of their own, too.",
        ALL, all_ends("leave_a_daemon_and_spin", StudentTimeout),
    ),
    Behaviour(
        "time.daemons", "Nothing that a submission starts outlives it.",
        ALL, all_ends("leave_a_daemon", None),
    ),
    Behaviour(
        "time.processor", "Processor time has a limit of its own.",
        ALL, ends_as(StudentDied, "burn", 8.0, cpu_seconds=1.0),
    ),
)  # fmt: skip
AMOUNTS = (
    Behaviour(
        "memory.process", "Too much memory ends in a sentence about memory.",
        ALL, ends_as(StudentOutOfMemory, "use_memory", 2048),
    ),
    Behaviour(
        "memory.tree", "Children that share the work share the limit on memory.",
        ALL, at_most(2, "use_memory_together", 200, 6),
    ),
    Behaviour(
        "amounts.processes", "It can't have more processes than its limit.",
        WALLED, judging.processes_at_most(32, 64),
    ),
    Behaviour(
        "amounts.threads", "Threads count as processes.", WALLED, at_most(32, "make_threads", 64)
    ),
    Behaviour(
        "amounts.file", "A file can't be larger than the limit.",
        ALL, at_most(8, "write_a_file", 64),
    ),
    Behaviour(
        "amounts.files", "All files together can't be larger than the limit.",
        ALL, at_most(8, "write_files", 4, 64),
    ),
    Behaviour(
        "amounts.output", "Of what it prints, only so much is kept.", ALL, judging.output_is_cut
    ),
)  # fmt: skip
ANSWERS = (
    Behaviour(
        "answers.crash", "A crash costs nobody else anything.", ALL, ends_as(StudentDied, "crash")
    ),
    Behaviour(
        "answers.exit", "A process that ends without an answer costs nobody else anything.",
        ALL, ends_as(StudentDied, "exit_at_once"),
    ),
    Behaviour(
        "answers.noise", "Bytes that are no answer are refused.",
        ALL, ends_as(AnswerRefused, "send_noise"),
    ),
    Behaviour(
        "answers.size", "An answer that announces too much is refused, and nothing allocated.",
        ALL, ends_as(StudentError, "promise_too_much"),
    ),
    Behaviour(
        "answers.objects", "An object is described in words; nothing is unpickled.",
        ALL, judging.objects_stay_out,
    ),
    Behaviour(
        "answers.forbidden", "What a task forbids fails by every name, and in threads.",
        ALL,
        judging.not_allowed(
            "convolve", "convolve_by_name", "convolve_in_a_thread",
            forbidden=("*convolution*", "*conv1d*"),
        ),
    ),
)  # fmt: skip
BEHAVIOURS: tuple[Behaviour, ...] = (*FILES, *SIGHT, *NETWORK, *RIGHTS, *TIME, *AMOUNTS, *ANSWERS)
