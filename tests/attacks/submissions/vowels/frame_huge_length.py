"""Announces a message of 2**64 bytes; nobody may allocate it."""

import os
import struct


def count_vowels(text):
    os.write(3, struct.pack("<IQ", 2**32 - 1, 2**64 - 1))
    return -1
