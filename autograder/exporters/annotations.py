"""Annotations as commands in a GitHub log, and a fence against the commands of others.

See https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence

from autograder.exporters.places import Annotation

MAX_OF_A_KIND = 10  # so many does GitHub show of one step
COMMANDS = {"failure": "error", "notice": "notice"}


def commands(annotations: Sequence[Annotation]) -> Iterator[str]:
    """A line for each annotation, up to GitHub's limit for each kind."""
    for level, command in COMMANDS.items():
        for each in [each for each in annotations if each.level == level][:MAX_OF_A_KIND]:
            properties = {"file": each.path, "line": str(each.line), "title": each.title}
            listed = ",".join(f"{name}={_property(text)}" for name, text in properties.items())
            yield f"::{command} {listed}::{_data(each.message)}"


def token() -> str:
    """A mark that nobody can guess. Between `stop` and `resume`, no line is a command."""
    return secrets.token_hex(16)


def stop(token: str) -> str:
    """The line after which the runner takes no line for a command."""
    return f"::stop-commands::{token}"


def resume(token: str) -> str:
    """The line after which it does again."""
    return f"::{token}::"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
