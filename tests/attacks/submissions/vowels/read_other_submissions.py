"""Copies the answer of another submission, whose path it knows, and lists its neighbours."""

import os

SOURCE = ""
for path in ("@VICTIM@/vowels.py", "../../@VICTIM@/vowels.py", "/proc/1/root@VICTIM@/vowels.py"):
    try:
        SOURCE = open(path).read()
        print("ESCAPED: read", SOURCE)
    except OSError as error:
        print("held:", error)
for folder in ("@VICTIM@/..", "@MACHINE@", ".."):
    try:
        print(folder, os.listdir(folder))
    except OSError as error:
        print("held:", error)
names = {}
exec(SOURCE, names)


def count_vowels(text):
    return names["count_vowels"](text) if "count_vowels" in names else -1
