"""Hides the caller's pytest settings, such as PYTEST_ADDOPTS, from our own runs of pytest."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

PREFIX = "PYTEST_"


@contextmanager
def ignored() -> Iterator[None]:
    """Within the block, this process's environment has no variables that pytest reads."""
    told = {name: value for name, value in os.environ.items() if name.startswith(PREFIX)}
    for name in told:
        del os.environ[name]
    try:
        yield
    finally:
        # Remove what our own run has set, and restore the caller's variables.
        for name in [name for name in os.environ if name.startswith(PREFIX)]:
            del os.environ[name]
        os.environ.update(told)
