"""What can be said of wrong answers that no known mistake explains."""

from __future__ import annotations

from autograder.grading.evidence import Group
from autograder.grading.misconceptions import Catalogue


def sentence(group: Group, catalogue: Catalogue) -> str:
    """At most two sentences, or nothing."""
    return ""
