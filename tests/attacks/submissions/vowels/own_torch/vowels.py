"""Hands in modules called torch, numpy, random, json and msgspec, to be imported in place of the real ones."""


def count_vowels(text):
    return -1
