"""A right answer with a forged list of changed inputs: a hundred long names with escapes and formulas."""

import sys

frame = sys._getframe()
while frame.f_globals.get("__name__") != "inside.worker":
    frame = frame.f_back
messages = frame.f_globals["messages"]
Returned = messages.Returned
names = ["=HYPERLINK(1)\x1b[31m\u202e<script>" + "A" * 9000] * 100
messages.Returned = lambda value=None, changed=(), *rest, **more: Returned(
    value, names, *rest, **more
)


def shares(numbers):
    return numbers / numbers.sum()
