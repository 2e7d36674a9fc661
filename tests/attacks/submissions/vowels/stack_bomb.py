"""Recurses without end, in Python and in C, until the stack is used up."""

import sys

sys.setrecursionlimit(10**8)


def deep(n):
    return [deep(n + 1)]


def count_vowels(text):
    repr_of = []
    for _ in range(10**6):
        repr_of = [repr_of]
    try:
        return len(repr(repr_of)) * 0 - 1
    except RecursionError:
        return deep(0)
