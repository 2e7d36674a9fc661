"""Ignores or handles every signal, so that nobody can end its loop; it must still end."""

import signal
import time

for number in signal.valid_signals():
    try:
        signal.signal(number, lambda *args: None)
    except (OSError, ValueError):
        pass
try:
    signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
except OSError:
    pass


def count_vowels(text):
    end = time.monotonic() + 60
    while time.monotonic() < end:
        pass
    return -1
