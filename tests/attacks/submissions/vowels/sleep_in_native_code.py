"""Sleeps in C while it holds Python's lock, so that no Python of ours can run in the process."""

import ctypes


def count_vowels(text):
    ctypes.PyDLL(None).sleep(60)
    return -1
