"""Calls in one line, as staff read them: what was asked there."""

from __future__ import annotations

import re

_FIRST = re.compile(r"(?:[^\W\d]\w* = )?([^\W\d]\w*)\(")


def asked_in(line: str) -> str:
    """The function or class that the line's first call asks: `sgd = SGD(…); sgd.step(…)` → `SGD`.
    '' if there is none.

    Of objects that are given to each other, it may be the wrong one: only for results of kits that
    did not note what was asked.
    """
    found = _FIRST.match(line)
    return found[1] if found else ""
