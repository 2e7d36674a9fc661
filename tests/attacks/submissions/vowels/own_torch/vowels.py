"""Hands in modules called torch, numpy, random and msgspec, to be imported instead of the real ones."""


def count_vowels(text):
    return -1
