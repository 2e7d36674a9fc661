"""Stops itself and its children with SIGSTOP, so that nothing ends and nothing answers."""

import os
import signal
import time


def count_vowels(text):
    if os.fork() == 0:
        os.kill(os.getpid(), signal.SIGSTOP)
        os._exit(0)
    os.kill(os.getpid(), signal.SIGSTOP)
    time.sleep(60)
    return -1
