"""Which version of this kit runs, and the name by which pip knows it."""

from __future__ import annotations

from importlib import metadata

DISTRIBUTION = "autograder-kit"  # on PyPI, `autograder` is somebody else's


def version() -> str:
    """The version that is installed; "not installed" if it runs from its folder."""
    try:
        return metadata.version(DISTRIBUTION)
    except metadata.PackageNotFoundError:
        return "not installed"
