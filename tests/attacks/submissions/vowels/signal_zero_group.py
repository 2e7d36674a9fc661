"""Kills process 1, its own group and its own session, which must take nobody else along."""

import os
import signal


def count_vowels(text):
    for kill in (os.kill, os.killpg):
        for pid in (1, 0):
            if os.getuid() != 0:
                try:
                    kill(pid, signal.SIGKILL)
                except OSError as error:
                    print("held:", error)
    return -1
