"""The event that started a trusted workflow, and the pull request that it is about.

Only GitHub's own words are trusted: the run in the event, and the list of open pull requests. The
student may have changed the workflow that made everything else.

    the event: https://docs.github.com/en/webhooks/webhook-events-and-payloads#workflow_run
    pulls:     https://docs.github.com/en/rest/pulls/pulls#list-pull-requests
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from autograder.ci.github.api import Api
from autograder.errors import AutograderError

MAX_EVENT_BYTES = 10 << 20
# A run with another conclusion was stopped, or waits for an approval: another run will come.
ENDED = ("success", "failure")


class EventRefused(AutograderError):
    """The event is not about a pull request's run. The message says why."""


class Owner(msgspec.Struct, frozen=True):
    """The account that a repository belongs to."""

    login: str


class Repository(msgspec.Struct, frozen=True):
    """A repository: a course's, or a fork."""

    id: int
    full_name: str
    owner: Owner


class Run(msgspec.Struct, frozen=True):
    """A finished run of the untrusted workflow; branch and repository are where it came from."""

    id: int
    event: str
    conclusion: str | None
    head_sha: str
    head_branch: str | None
    repository: Repository
    head_repository: Repository | None


class _Event(msgspec.Struct, frozen=True):
    action: str
    workflow_run: Run


class Head(msgspec.Struct, frozen=True):
    """The branch and commit that a pull request wants to merge."""

    sha: str
    ref: str
    repo: Repository | None


class Pull(msgspec.Struct, frozen=True):
    """A pull request as GitHub knows it."""

    number: int
    state: str
    head: Head


def read(path: Path, repository: str) -> Run:
    """The run in the event file. Raises `EventRefused`."""
    try:
        with path.open("rb") as file:
            event = msgspec.json.decode(file.read(MAX_EVENT_BYTES), type=_Event)
    except (OSError, msgspec.MsgspecError, RecursionError):
        raise EventRefused("The event is no finished run of a workflow (`workflow_run`).") from None
    run = event.workflow_run
    if event.action != "completed":
        raise EventRefused("The run has not ended yet; there is nothing to grade.")
    if run.event != "pull_request":
        raise EventRefused("The run was not started by a pull request; there is nothing to grade.")
    if run.repository.full_name != repository:
        raise EventRefused("The run belongs to another repository.")
    if run.head_repository is None or not run.head_branch:
        raise EventRefused("The repository or branch that the run came from is gone.")
    return run


def pull_of(api: Api, run: Run) -> Pull | None:
    """The open pull request whose head is exactly the commit of the run; else None.

    It is None if the pull request was closed, if it has a newer commit (whose own run will be
    graded), or if the run did not end. Raises `ApiFailed`.
    """
    if run.conclusion not in ENDED:
        return None
    assert run.head_repository is not None  # noqa: S101 - `read` has seen to it
    query = {
        "state": "open",
        "head": f"{run.head_repository.owner.login}:{run.head_branch}",
        "per_page": "100",
    }
    pulls = [pull for pull in api.get("pulls", list[Pull], query) if _is_of(pull, run)]
    # One branch may ask for several bases: the work is the same, and so is the grade.
    return min(pulls, key=lambda pull: pull.number, default=None)


def _is_of(pull: Pull, run: Run) -> bool:
    head = pull.head
    return (
        pull.state == "open"
        and head.repo is not None
        and run.head_repository is not None
        and head.repo.id == run.head_repository.id
        and head.ref == run.head_branch
        and head.sha == run.head_sha
    )
