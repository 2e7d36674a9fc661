"""Writes to a pull request: a conclusion, annotations at its lines, and one comment.

The comment is found again by a mark and its author: anybody can write a comment with the mark.

    check-runs:      https://docs.github.com/en/rest/checks/runs#create-a-check-run
    issues/comments: https://docs.github.com/en/rest/issues/comments
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from autograder.ci.github.api import Api
from autograder.ci.github.event import Pull
from autograder.exporters import markdown
from autograder.exporters.places import Annotation
from autograder.results import Report

CHECK_RUN = "grade"
MARK = "<!-- autograder: the grade of this pull request -->"
AUTHOR = "github-actions[bot]"
MAX_ANNOTATIONS = 50  # what one call takes
MAX_PAGES = 30
LEVELS = {"failure": "failure", "notice": "notice"}
NOT_GRADED = (
    "## Not graded\n\nGrading did not come to its end. This is not your fault, and nothing is "
    "lost: your instructor can see why, and run it again.\n"
)


class _Author(msgspec.Struct, frozen=True):
    login: str


class _Comment(msgspec.Struct, frozen=True):
    id: int
    body: str | None
    user: _Author | None


def check_run(
    api: Api,
    pull: Pull,
    report: Report | None,
    annotations: Sequence[Annotation],
    *,
    details: str,
) -> None:
    """Write the conclusion, with at most 50 annotations. A later one of this name replaces it."""
    body = {
        "name": CHECK_RUN,
        "head_sha": pull.head.sha,
        "status": "completed",
        "conclusion": _conclusion(report),
        "output": {
            "title": markdown.headline(report) if report else "not graded",
            "summary": text(report, details=details),
            "annotations": [_as_sent(each) for each in annotations[:MAX_ANNOTATIONS]],
        },
        **({"details_url": details} if details else {}),
    }
    api.send("POST", "check-runs", body, repeat=True)


def comment(api: Api, pull: Pull, report: Report | None, *, details: str) -> None:
    """Write the comment, or replace the text of the one that is there."""
    body = {"body": f"{MARK}\n{text(report, details=details)}"}
    place = f"issues/{pull.number}/comments"
    number = _mine(api, place)
    if number is None:
        # Not repeated: a try that seemed to fail may have written it already.
        api.send("POST", place, body, repeat=False)
    else:
        api.send("PATCH", f"issues/comments/{number}", body, repeat=True)


def text(report: Report | None, *, details: str) -> str:
    """The text of the comment."""
    return markdown.comment(report, details=details) if report else NOT_GRADED


def _mine(api: Api, place: str) -> int | None:
    """The number of the comment that we wrote before."""
    for page in range(1, MAX_PAGES + 1):
        found = api.get(place, list[_Comment], {"per_page": "100", "page": str(page)})
        for each in found:
            is_ours = each.user is not None and each.user.login == AUTHOR
            if is_ours and (each.body or "").startswith(MARK):
                return each.id
        if len(found) < 100:
            break
    return None


def _conclusion(report: Report | None) -> str:
    if report is None:
        return "neutral"  # ours: nobody's work is at fault
    return "success" if markdown.is_done(report) else "failure"


def _as_sent(each: Annotation) -> dict[str, object]:
    return {
        "path": each.path,
        "start_line": each.line,
        "end_line": each.line,
        "annotation_level": LEVELS[each.level],
        "title": each.title,
        "message": each.message,
    }
