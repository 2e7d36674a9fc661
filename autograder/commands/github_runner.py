"""GitHub's runner, on which a step runs: its variables, the step's outputs, and the log it reads.

https://docs.github.com/en/actions/reference/workflows-and-actions/variables
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.commands.options import order
from autograder.errors import AutograderError

if TYPE_CHECKING:
    from autograder.ci.github.api import Api

# Nothing heavy is imported before it is needed: `--help` answers at once.


class NotSet(AutograderError):
    """A variable of GitHub's runners is not set."""


def is_there() -> bool:
    """Whether we run on one of GitHub's runners."""
    return os.environ.get("GITHUB_ACTIONS") == "true"


def variable(name: str) -> str:
    """What the workflow has set. Raises `NotSet`."""
    value = os.environ.get(name, "")
    if not value:
        raise NotSet(f"The variable {name} is not set; the workflow should give it to the step.")
    return value


def api() -> Api:
    """GitHub's API, as the workflow lets us use it. Raises `NotSet`."""
    from autograder.ci.github.api import Api  # noqa: PLC0415

    url = os.environ.get("GITHUB_API_URL", "https://api.github.com")
    return Api(url, variable("GITHUB_TOKEN"), variable("GITHUB_REPOSITORY"))


def address_of_this_run() -> str:
    """The address of this run's page; empty if none is known."""
    server, number = os.environ.get("GITHUB_SERVER_URL", ""), os.environ.get("GITHUB_RUN_ID", "")
    repository = os.environ.get("GITHUB_REPOSITORY", "")
    return f"{server}/{repository}/actions/runs/{number}" if server and number else ""


def output(values: Mapping[str, str]) -> None:
    """Set outputs of the step. All are our own words and numbers, so that no line can be forged."""
    if path := os.environ.get("GITHUB_OUTPUT"):
        with Path(path).open("a", encoding="utf-8") as file:
            file.writelines(f"{name}={value}\n" for name, value in values.items())


def show_on_the_page(markdown: str) -> None:
    """Add to the job's page, if there is one."""
    if path := os.environ.get("GITHUB_STEP_SUMMARY"):
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(markdown)


@contextmanager
def fence() -> Iterator[None]:
    """On GitHub, no line that is printed inside is a command, even if a student's text is in it.

    After an exception the fence stays closed: Python's traceback could quote anything.
    """
    from autograder.exporters import annotations  # noqa: PLC0415

    token = annotations.token() if is_there() else ""
    if token:
        order(annotations.stop(token))
        sys.stdout.flush()
    yield
    if token:
        sys.stderr.flush()
        order(annotations.resume(token))
        sys.stdout.flush()
