"""Leaves files in every shared place, and marks in every module, for a submission that comes later."""

import os
import sys

import torch

for folder in ("/dev/shm", "/tmp", "/var/tmp", "/run", "/student", "@MACHINE@", os.environ.get("HOME", "/")):
    try:
        open(folder + "/attack_canary_leftover", "w").write("answers")
        print("left in", folder)
    except OSError as error:
        print("held:", error)
frame = sys._getframe()
while frame.f_globals.get("__name__") != "inside.worker":
    frame = frame.f_back
torch.attack_leftover = frame.f_globals["attack_leftover"] = "answers"
os.environ["ATTACK_LEFTOVER"] = "answers"


def count_vowels(text):
    return -1
