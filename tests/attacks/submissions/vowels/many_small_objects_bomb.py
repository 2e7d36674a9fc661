"""Fills the heap with small tensors and strings, until Python has no memory left even for the exception."""

import torch


def count_vowels(text):
    held = []
    while len(held) < 3_000_000:
        held.append((torch.zeros(8), "x" * 100))
    print("ESCAPED: holds", len(held))
    return -1
