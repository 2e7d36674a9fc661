"""Raises from code that claims to lie in files with evil names, and in functions with evil names."""

import os

source = "def f():\n    raise KeyError('x')\n"
code = compile(source, os.getcwd() + "/\x1b[31m\n=1+1\u202e<b>.py", "exec")
names = {}
exec(code, names)
inner = names["f"]
inner.__code__ = inner.__code__.replace(co_name="\x1b[31m\n=1+1\u202e<b>")


def count_vowels(text):
    inner()
