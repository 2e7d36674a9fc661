"""Looks through /proc for the host and for anybody else; must see nobody but itself."""

import os

mine = {os.getpid()}
for name in os.listdir("/proc"):
    if name.isdigit() and int(name) not in mine:
        for file in ("cmdline", "environ", "maps", "status"):
            try:
                text = open(f"/proc/{name}/{file}", "rb").read()
                print("ESCAPED: read", name, file, text[:2000])
            except OSError as error:
                print("held:", error)
for file in ("/proc/self/mountinfo", "/proc/net/unix", "/proc/net/tcp", "/proc/keys", "/proc/kallsyms"):
    try:
        print(file, open(file).read(2000))
    except OSError as error:
        print("held:", error)
if os.path.exists("/proc/@HOST_PID@/cmdline") and int("@HOST_PID@") not in mine:
    print("ESCAPED: sees the host")


def count_vowels(text):
    return -1
