"""Sends a pickle that would run code, as a header, as a text and as an array of bytes."""

import itertools
import os
import pickle
import struct

import numpy as np


class Bomb:
    def __reduce__(self):
        return exec, ("open('@WRITABLE_CANARY@', 'w').write('unpickled')",)


payload = pickle.dumps(Bomb())
turn = itertools.count()


def count_vowels(text):
    match next(turn) % 3:
        case 0:
            os.write(3, struct.pack("<IQ", len(payload), 0) + payload)
        case 1:
            return payload.decode("latin-1")
    return np.frombuffer(payload, np.uint8)
