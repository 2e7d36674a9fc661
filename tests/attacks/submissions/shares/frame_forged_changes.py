"""A right answer with a forged list of changed inputs: a hundred long names with escapes and formulas."""

import sys

wire = sys.modules["inside.wire"]
Returned = wire.Returned
names = ["=HYPERLINK(1)\x1b[31m\u202e<script>" + "A" * 9000] * 100
wire.Returned = lambda value=None, changed=(), graph=None: Returned(value, names, graph)


def shares(numbers):
    return numbers / numbers.sum()
