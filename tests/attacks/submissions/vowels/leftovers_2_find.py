"""Looks for what an earlier submission has left in files and modules; must find nothing."""

import os
import sys

import torch

for folder in ("/dev/shm", "/tmp", "/var/tmp", "/run", "/student", "@MACHINE@", os.environ.get("HOME", "/")):
    if os.path.exists(folder + "/attack_canary_leftover"):
        print("ESCAPED: found a leftover in", folder)
if hasattr(torch, "attack_leftover") or hasattr(sys.modules["inside.worker"], "attack_leftover"):
    print("ESCAPED: found a leftover in a module")
if "ATTACK_LEFTOVER" in os.environ:
    print("ESCAPED: found a leftover in the environment")
for name in os.listdir("/dev/shm"):
    print("ESCAPED: shared memory holds", name)


def count_vowels(text):
    return -1
