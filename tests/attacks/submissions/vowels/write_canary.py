"""Overwrites, renames, links and deletes a file that anybody may write to. It must stay as it is."""

import os

path = "@WRITABLE_CANARY@"
ways = [
    lambda: open(path, "w").write("overwritten"),
    lambda: open(path, "a").write("appended"),
    lambda: os.truncate(path, 0),
    lambda: os.rename(path, path + ".gone"),
    lambda: os.chmod(path, 0),
    lambda: os.utime(path, (0, 0)),
    lambda: os.symlink("/dev/null", path + ".link"),
    lambda: os.mkdir(path + ".folder"),
    lambda: os.unlink(path),
    lambda: open("/proc/self/root" + path, "w").write("overwritten"),
]
for way in ways:
    try:
        way()
        print("ESCAPED: changed the canary")
    except OSError as error:
        print("held:", error)


def count_vowels(text):
    return -1
