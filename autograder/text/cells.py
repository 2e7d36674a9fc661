"""What stands in a cell: numbers as people write them, and texts that no spreadsheet computes."""

from __future__ import annotations

import re
import unicodedata

NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def number(points: float, *, comma: bool = False) -> str:
    """Points with as many digits as they have, at the most six: '7.5'."""
    text = f"{points:.6f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if comma else text


def as_number(cell: str) -> float | None:
    """The number in a cell, with a point or a comma; None if there is none."""
    text = cell.strip()
    return float(text.replace(",", ".")) if NUMBER.fullmatch(text) else None


def inert(text: str) -> str:
    """A text that a spreadsheet shows and does not compute, without characters that are not shown.

    See https://owasp.org/www-community/attacks/CSV_Injection.
    """
    shown = "".join(c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cf"))
    shown = shown.lstrip("\n")
    return f"'{shown}" if shown.lstrip().startswith(FORMULA) else shown
