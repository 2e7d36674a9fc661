"""Which files are yours: not hidden ones, nor those of tools and virtual environments."""

import os
from pathlib import Path

TOOLS = {"__pycache__", "__macosx", "node_modules", "site-packages", "venv"}
ENVIRONMENT = ("pyvenv.cfg", "conda-meta")  # one of these is in it, whatever it is called


def own_files(folder, *endings):
    """Path of every file below `folder` whose name has one of these endings."""
    for place, below, names in os.walk(folder):
        below[:] = sorted(name for name in below if not _is_of_a_tool(place, name))
        for name in sorted(names):
            if name.endswith(endings) and not name.startswith("."):
                yield Path(place, name)


def saved(folder):
    """Path → when it was last saved, and its size, of every file that matters to your tests.

    Unpacked or copied, a file may have an old time and the same size: then st_ctime tells.
    """
    stamps = {}
    for path in own_files(folder, ".py", ".md"):
        try:
            found = path.stat()
        except OSError:  # an editor is just replacing it
            continue
        stamps[path] = found.st_mtime_ns, found.st_ctime_ns, found.st_size
    return stamps


def _is_of_a_tool(place, name):
    if name.startswith(".") or name.lower() in TOOLS:
        return True
    return any(os.path.exists(os.path.join(place, name, mark)) for mark in ENVIRONMENT)
