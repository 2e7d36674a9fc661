"""Answers with an object whose class name is full of escapes; no message may contain them."""

evil = "\x1b[2J\x1b]0;owned\x07\n=1+1\u202e<b>"


def count_vowels(text):
    return type(evil, (), {})()
