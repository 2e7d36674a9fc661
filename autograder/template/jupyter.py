"""jupytext and nbformat, which read and write notebooks, imported in a quarter of the time.

nbformat imports jsonschema, and that, where it is installed, `rfc3987_syntax`, which takes a second
to compile a grammar of web addresses. It is for formats such as `uri`, which nbformat lets nobody
check: https://python-jsonschema.readthedocs.io/en/stable/validate/#validating-formats
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

PARSER = "rfc3987_syntax"


@contextmanager
def _without(module: str) -> Iterator[None]:
    """As if it were not installed: https://docs.python.org/3/reference/import.html#the-module-cache"""
    if module in sys.modules:
        yield
        return
    sys.modules[module] = None  # type: ignore[assignment]  # which means exactly this
    try:
        yield
    finally:
        del sys.modules[module]


with _without(PARSER):
    import jupytext
    import nbformat

__all__ = ["jupytext", "nbformat"]
