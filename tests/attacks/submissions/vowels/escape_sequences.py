"""Prints and raises sequences that clear, recolour and rewrite a terminal."""

evil = "\x1b[2J\x1b[1;1HAll passed \x1b[32m2/2\x1b[0m\x9b31m\x1b]0;owned\x07\x08\x08\x7f\r"
print(evil)


def count_vowels(text):
    raise type(evil, (Exception,), {})(evil)
