"""Leaves files among Python's libraries and the grader's own, for the next one who imports them."""

import os
import sys

import torch

frame = sys._getframe()
while frame.f_globals.get("__name__") != "inside.worker":
    frame = frame.f_back
inside = os.path.dirname(frame.f_globals["__file__"])
folders = {*sys.path, inside, os.path.dirname(torch.__file__), os.path.dirname(os.__file__), "/usr/lib"}
for folder in sorted(folders):
    if not folder or folder == os.getcwd() or folder.endswith(".zip"):
        continue
    for action in ("create", "chmod", "bytecode"):
        try:
            if action == "create":
                open(folder + "/attack_canary.py", "x").write("# an attack of the test suite left this\n")
            elif action == "chmod":
                os.chmod(folder, os.stat(folder).st_mode)
            else:
                open(folder + "/__pycache__/attack_canary.pyc", "x").close()
            print("ESCAPED:", action, folder)
        except OSError as error:
            print("held:", error)


def count_vowels(text):
    return -1
