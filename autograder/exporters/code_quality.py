"""GitLab's code quality report: a JSON list of annotations.

See https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from autograder.exporters.places import Annotation

SEVERITIES = {"failure": "major", "notice": "info"}


def render(annotations: Sequence[Annotation]) -> str:
    """The annotations as GitLab shows them in a merge request."""
    return json.dumps([_issue(each) for each in annotations], indent=2) + "\n"


def _issue(each: Annotation) -> dict[str, object]:
    # GitLab recognises an issue by this, also after its line has moved: no line is in it.
    told = f"{each.path}\0{each.title}\0{each.message}"
    return {
        # The message of failed checks has their titles already.
        "description": each.message if each.message.startswith("✗") else _both(each),
        "check_name": each.title,
        "fingerprint": hashlib.sha256(told.encode("utf-8", "replace")).hexdigest(),
        "severity": SEVERITIES[each.level],
        "location": {"path": each.path, "lines": {"begin": each.line}},
    }


def _both(each: Annotation) -> str:
    return f"{each.title} {each.message}".strip()
