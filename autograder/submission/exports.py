"""Finds what was made from the files asked for: a zip within, HTML, PDF, downloaded code."""

from __future__ import annotations

import re
from collections.abc import Iterable

from autograder.course.schema import IntakeLimits
from autograder.errors import SubmissionRefused
from autograder.submission import contents
from autograder.submission.entries import Entry
from autograder.text.legible import quoted

# What Jupyter writes into a notebook that is downloaded as Python.
EXPORTED = re.compile(rb"^(?:# In\[[ \d]*\]:|[ \t]*get_ipython\(\)\.)", re.MULTILINE)


def hint(entries: Iterable[Entry], limits: IntakeLimits) -> str:
    """A sentence about the first such file; '' if there is none."""
    for entry in entries:
        name, ending = quoted(entry.path), entry.path.rpartition(".")[2].lower()
        if ending == "zip":
            return f"{name} is a zip within what was handed in. Unpack it, and hand in its files."
        if ending in ("html", "htm", "pdf") or (ending == "py" and _is_exported(entry, limits)):
            return f"{name} seems to be made from a notebook. Hand in the notebook itself (.ipynb)."
    return ""


def _is_exported(entry: Entry, limits: IntakeLimits) -> bool:
    try:
        return EXPORTED.search(contents.of(entry, limits, limits.total_mb << 20)) is not None
    except SubmissionRefused:
        return False
