"""GitLab's code quality report: a JSON list of remarks at lines."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from autograder.exporters.places import Annotation

SEVERITIES = {"failure": "major", "notice": "info"}


def render(annotations: Sequence[Annotation]) -> str:
    """The remarks as GitLab shows them in a merge request."""
    return json.dumps([_issue(each) for each in annotations], indent=2) + "\n"


def _issue(each: Annotation) -> dict[str, object]:
    # GitLab tells issues apart by this, and takes one that stays for the same: no line in it.
    told = f"{each.path}\0{each.title}\0{each.message}"
    return {
        "description": f"{each.title} {each.message}".strip(),
        "check_name": each.title,
        "fingerprint": hashlib.sha256(told.encode("utf-8", "replace")).hexdigest(),
        "severity": SEVERITIES[each.level],
        "location": {"path": each.path, "lines": {"begin": each.line}},
    }
