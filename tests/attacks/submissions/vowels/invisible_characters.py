"""Prints and raises characters that hide, reorder or overflow: bidi, tags, zero width, lone surrogates."""

evil = "\u202e\u2066\u200b\u2060\ufeff\U000e0041\U000e007f\ud800\udfff" + "Z\u0300" * 500
try:
    print(evil)
except UnicodeEncodeError:
    print(evil.encode("utf-8", "surrogatepass"))


def count_vowels(text):
    raise type("E\u202e\u200b", (Exception,), {})(evil)
