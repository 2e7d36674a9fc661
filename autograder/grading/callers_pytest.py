"""What the caller's pytest is told, by PYTEST_ADDOPTS and the like: none of ours hears it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

PREFIX = "PYTEST_"


@contextmanager
def unheard() -> Iterator[None]:
    """For as long as this takes, the environment of this process says nothing to pytest."""
    told = {name: value for name, value in os.environ.items() if name.startswith(PREFIX)}
    for name in told:
        del os.environ[name]
    try:
        yield
    finally:
        # What ours has set in the meantime is its own; the caller's comes back.
        for name in [name for name in os.environ if name.startswith(PREFIX)]:
            del os.environ[name]
        os.environ.update(told)
