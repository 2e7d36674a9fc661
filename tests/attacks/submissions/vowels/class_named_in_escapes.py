"""Answers with a thing whose class is named in escapes; what is said of it must not carry them."""

evil = "\x1b[2J\x1b]0;owned\x07\n=1+1\u202e<b>"


def count_vowels(text):
    return type(evil, (), {})()
