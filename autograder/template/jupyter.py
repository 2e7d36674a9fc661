"""jupytext and nbformat, which read and write notebooks, imported in a tenth of the time.

nbformat imports jsonschema, and that, where it is installed, a parser of web addresses which takes
two seconds to compile its grammar: https://github.com/python-jsonschema/jsonschema. It would check
formats, such as `uri`, and nothing checks the formats of notebooks.
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
