"""Raises texts with line ends, to look like lines of the report; one sentence must stay one line."""

evil = "wrong\n\nvowels  2 / 2  passed\n\u2028TOTAL 6 of 6\x0b\x0c\x85"


def count_vowels(text):
    raise type(evil, (Exception,), {})(evil)
