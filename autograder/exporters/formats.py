"""One report, every format: names of formats → how each is written.

What others read is made here of the report as students may see it. Only Gradescope gets all checks:
it is told when to show each of them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from autograder.exporters import (
    check50,
    classroom50,
    dodona,
    gradescope,
    junit,
    markdown,
    prairielearn,
    table,
    terminal,
)
from autograder.exporters.for_students import for_students
from autograder.results import Report


@dataclass(frozen=True)
class Around:
    """What is known beside a report: the environment's variables, and the time in UTC."""

    variables: Mapping[str, str] = field(default_factory=lambda: os.environ)
    at: datetime = field(default_factory=lambda: datetime.now(UTC))


@dataclass(frozen=True)
class Format:
    """A format: the ending of its files, and what makes one of a report."""

    ending: str
    make: Callable[[Report, Around], bytes]


def _of_shown(render: Callable[[Report], str | bytes]) -> Callable[[Report, Around], bytes]:
    """Render what students may see."""

    def make(report: Report, around: Around) -> bytes:
        made = render(for_students(report))
        return made if isinstance(made, bytes) else made.encode("utf-8", "replace")

    return make


FORMATS: Mapping[str, Format] = {
    "check50": Format(".json", _of_shown(check50.render)),
    "classroom50": Format(
        ".json",
        lambda report, around: classroom50.render(
            for_students(report), around.variables, around.at
        ),
    ),
    "csv": Format(".csv", _of_shown(lambda shown: table.render([shown]))),
    "dodona": Format(".json", _of_shown(dodona.render)),
    "gradescope": Format(".json", lambda report, around: gradescope.render(report)),
    "junit": Format(".xml", _of_shown(junit.render)),
    "markdown": Format(".md", _of_shown(markdown.summary)),
    "prairielearn": Format(".json", _of_shown(prairielearn.render)),
    "text": Format(".txt", _of_shown(terminal.plain)),
}
