"""Looks for what an earlier submission has left in files and modules; must find nothing."""

import os
import sys

import torch

for folder in ("/dev/shm", "/tmp", "/var/tmp", "/run", "/student", "@MACHINE@", os.environ.get("HOME", "/")):
    if os.path.exists(folder + "/attack_canary_leftover"):
        print("ESCAPED: found a leftover in", folder)
frame = sys._getframe()
while frame.f_globals.get("__name__") != "inside.worker":
    frame = frame.f_back
if hasattr(torch, "attack_leftover") or "attack_leftover" in frame.f_globals:
    print("ESCAPED: found a leftover in a module")
if "ATTACK_LEFTOVER" in os.environ:
    print("ESCAPED: found a leftover in the environment")
for name in os.listdir("/dev/shm"):
    print("ESCAPED: shared memory holds", name)


def count_vowels(text):
    return -1
