"""Hides the caller's pytest from our own runs: settings, such as PYTEST_ADDOPTS, and plugins.

What is installed beside the kit must not decide a grade.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

PREFIX = "PYTEST_"


@contextmanager
def ignored() -> Iterator[None]:
    """Within the block, pytest reads nothing of this process's environment, and loads no plugin
    because it is installed.
    """
    told = {name: value for name, value in os.environ.items() if name.startswith(PREFIX)}
    for name in told:
        del os.environ[name]
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    try:
        yield
    finally:
        # Remove what our own run has set, and restore the caller's variables.
        for name in [name for name in os.environ if name.startswith(PREFIX)]:
            del os.environ[name]
        os.environ.update(told)
