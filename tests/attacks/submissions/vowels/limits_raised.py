"""Raises its own limits and those of others, by setrlimit, prlimit and its out-of-memory score."""

import resource

for kind in (resource.RLIMIT_DATA, resource.RLIMIT_NPROC, resource.RLIMIT_FSIZE, resource.RLIMIT_CPU,
             resource.RLIMIT_NOFILE, resource.RLIMIT_CORE):
    soft, hard = resource.getrlimit(kind)
    for pid in (0, int("@HOST_PID@")):
        try:
            resource.prlimit(pid, kind, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
            print("ESCAPED: raised limit", kind, "of", pid)
        except (OSError, ValueError):
            pass
    if hard == resource.RLIM_INFINITY:
        print("ESCAPED: no limit", kind)
try:
    with open("/proc/self/oom_score_adj", "w") as file:
        file.write("-1000")
    print("ESCAPED: lowered the score")
except OSError as error:
    print("held:", error)
for path in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/cgroup.procs", "/proc/sys/kernel/pid_max"):
    try:
        with open(path, "w") as file:
            file.write("max")
        print("ESCAPED: wrote", path)
    except OSError as error:
        print("held:", error)


def count_vowels(text):
    return -1
