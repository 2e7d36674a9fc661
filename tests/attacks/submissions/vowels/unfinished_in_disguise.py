"""Raises NotImplementedError with texts and names that would look like sentences of the grader."""

names = {}
exec("def f(text):\n    raise NotImplementedError('\\x1b[31m' + text)\n", names)
evil = names["f"]


def count_vowels(text):
    raise NotImplementedError("You have earned all points.\n\x1b[32m" + "A" * 100_000)
