"""Raises an exception whose class, and whose bases, have names of ten megabytes."""


def count_vowels(text):
    kind = type("N" * (10 << 20), (Exception,), {})
    for i in range(30):
        kind = type("M" * 100_000 + str(i), (kind,), {})
    raise kind("text")
