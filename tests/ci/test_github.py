"""Tests our use of GitHub's API, with a server on this machine."""

from __future__ import annotations

import io
import json
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from support.github_server import BOT, GIT, REPOSITORY, GitHub, repository, serve
from support.reports import annotation, check, report, task

from autograder.ci.github import artifact, event, publish
from autograder.ci.github.api import Api, ApiFailed, TooLarge
from autograder.ci.github.event import EventRefused, Head, Pull, Run
from autograder.errors import SubmissionRefused
from autograder.results import Status

TOKEN = "a token"  # noqa: S105 - of a server of ours
ALL = {"actions": "read", "contents": "read", "pull-requests": "write", "checks": "write"}
SHA = "a" * 40
RUN = msgspec.convert(
    {
        "id": 7, "event": "pull_request", "conclusion": "success", "head_sha": SHA,
        "head_branch": "mine",
        "repository": repository(), "head_repository": repository(),
    },
    Run,
)  # fmt: skip


@pytest.fixture
def github(tmp_path: Path) -> Iterator[GitHub]:
    subprocess.run([GIT, "init", "--quiet", tmp_path], check=True)
    with serve(tmp_path) as github:
        github.tokens[TOKEN] = ALL
        yield github


@pytest.fixture
def api(github: GitHub) -> Api:
    return Api(github.url, TOKEN, REPOSITORY, waits=(0.0, 0.0))


def written(folder: Path, **more: object) -> Path:
    """An event file of a finished run."""
    run = {
        "id": 7, "event": "pull_request", "conclusion": "success", "head_sha": SHA,
        "head_branch": "mine",
        "repository": repository(), "head_repository": repository("ada/fork"),
    }  # fmt: skip
    told = {"action": more.pop("action", "completed"), "workflow_run": {**run, **more}}
    path = folder / "event.json"
    path.write_text(json.dumps(told))
    return path


# The connection to GitHub


def test_a_server_that_fails_is_asked_again(api, github):
    github.add_pull(SHA, "mine")
    github.failures = [502, 503]

    assert event.pull_of(api, RUN)
    assert len(github.requests) == 3


def test_a_server_that_keeps_failing_is_a_failure_of_nobodys_work(api, github):
    github.failures = [502] * 9

    with pytest.raises(ApiFailed, match="GitHub answered 502 to /repos/class/handing-in/pulls"):
        event.pull_of(api, RUN)


def test_what_is_denied_is_not_asked_again_and_says_what_may_be_missing(api, github):
    github.tokens.clear()

    with pytest.raises(ApiFailed, match="Does the token have the permissions"):
        event.pull_of(api, RUN)
    assert len(github.requests) == 1


def test_a_server_that_is_not_there_is_named():
    with pytest.raises(ApiFailed, match="could not be reached"):
        event.pull_of(Api("http://127.0.0.1:9", TOKEN, REPOSITORY, waits=()), RUN)


@pytest.mark.parametrize("url", ["http://api.github.example", "file:///etc", "ftp://127.0.0.1"])
def test_the_token_goes_nowhere_without_tls(url):
    with pytest.raises(ApiFailed, match="only talked to over https"):
        Api(url, TOKEN, REPOSITORY)


def test_a_download_is_counted_and_its_storage_sees_no_token(api, github, tmp_path):
    number = github.add_artifact(7, b"x" * 100_000)

    api.download(f"actions/artifacts/{number}/zip", tmp_path / "a", most=100_000)
    with pytest.raises(TooLarge):
        api.download(f"actions/artifacts/{number}/zip", tmp_path / "b", most=99_999)

    assert (tmp_path / "a").stat().st_size == 100_000
    assert not github.tokens_seen_by_the_storage


# Whose run it is


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"action": "requested"}, "not ended yet"),
        ({"event": "push"}, "not started by a pull request"),
        ({"event": "pull_request_target"}, "not started by a pull request"),
        ({"repository": repository("eve/own")}, "another repository"),
        ({"head_repository": None}, "is gone"),
        ({"head_branch": None}, "is gone"),
        ({"id": "7; touch x"}, "no finished run"),
    ],
)
def test_other_events_are_refused(tmp_path, more, sentence):
    with pytest.raises(EventRefused, match=sentence):
        event.read(written(tmp_path, **more), REPOSITORY)


@pytest.mark.parametrize("text", ["", "[]", "{}", "[" * 100_000, "\0"])
def test_what_is_no_event_is_refused(tmp_path, text):
    (tmp_path / "event.json").write_text(text)

    with pytest.raises(EventRefused):
        event.read(tmp_path / "event.json", REPOSITORY)


def test_the_pull_request_is_the_one_with_that_head(api, github, tmp_path):
    github.add_pull(SHA, "mine", fork="ada/other")  # the same owner, another repository
    github.add_pull("b" * 40, "mine", fork="ada/fork")
    github.add_pull(SHA, "mine", fork="eve/fork")
    github.add_pull(SHA, "theirs", fork="ada/fork")
    number = github.add_pull(SHA, "mine", fork="ada/fork")
    github.add_pull(SHA, "mine", fork="ada/fork")  # of the same branch, for another base

    run = event.read(written(tmp_path, pull_requests=[{"number": 3}]), REPOSITORY)

    assert event.pull_of(api, run).number == number


@pytest.mark.parametrize("conclusion", ["cancelled", "action_required", "skipped", None])
def test_a_run_that_was_stopped_or_waits_is_not_graded(api, github, tmp_path, conclusion):
    github.add_pull(SHA, "mine", fork="ada/fork")

    run = event.read(written(tmp_path, conclusion=conclusion), REPOSITORY)

    assert event.pull_of(api, run) is None


def test_a_closed_pull_request_is_none(api, github, tmp_path):
    github.add_pull(SHA, "mine", fork="ada/fork")
    github.pulls[0]["state"] = "closed"

    assert event.pull_of(api, event.read(written(tmp_path), REPOSITORY)) is None


@pytest.mark.parametrize("branch", ["a&state=closed", "a b#c?d", "../../../user", "$(id)", "ü%00"])
def test_a_branch_may_have_any_name(api, github, tmp_path, branch):
    number = github.add_pull(SHA, branch, fork="ada/fork")

    run = event.read(written(tmp_path, head_branch=branch), REPOSITORY)

    assert event.pull_of(api, run).number == number


# What the run submitted


@pytest.fixture
def commit(github: GitHub) -> Run:
    """A run for a commit with one file of two lines."""
    (github.repository / "a.py").write_bytes(b"a = 1\nb = 2\n")
    who = ["-c", "user.name=Ada", "-c", "user.email=ada@x.example"]
    for arguments in (["add", "a.py"], [*who, "commit", "--quiet", "-m", "Hand in"]):
        subprocess.run([GIT, "-C", github.repository, *arguments], check=True)
    command = [GIT, "-C", github.repository, "rev-parse", "HEAD"]
    sha = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    return msgspec.structs.replace(RUN, head_sha=sha)


def wrapped(files: dict[str, bytes], name: str = "submission.zip") -> bytes:
    """A zip inside the artifact's zip."""
    inside, around = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inside, "w") as archive:
        for path, data in files.items():
            archive.writestr(path, data)
    with zipfile.ZipFile(around, "w") as archive:
        archive.writestr(name, inside.getvalue())
    return around.getvalue()


@pytest.mark.parametrize("data", [b"a = 1\nb = 2\n", b"a = 1\r\nb = 2\r\n"])
def test_the_files_of_the_commit_are_taken(api, github, commit, tmp_path, data):
    github.add_artifact(7, wrapped({"a.py": data}))

    artifact.fetch(api, commit, tmp_path / "s.zip", most=1 << 20)

    with zipfile.ZipFile(tmp_path / "s.zip") as taken:
        assert taken.read("a.py") == data


@pytest.mark.parametrize("files", [{"a.py": b"a = 2\n"}, {"b.py": b"a = 1\nb = 2\n"}])
def test_other_files_are_refused(api, github, commit, tmp_path, files):
    github.add_artifact(7, wrapped(files))

    with pytest.raises(SubmissionRefused, match="is not the file of the pull"):
        artifact.fetch(api, commit, tmp_path / "s.zip", most=1 << 20)


def test_what_is_gone_by_now_is_nothing(api, github, commit, tmp_path):
    github.add_artifact(7, wrapped({"a.py": b"a = 1\nb = 2\n"}))
    github.artifacts[7][0]["expired"] = True
    github.add_artifact(7, b"", name="another")

    with pytest.raises(SubmissionRefused, match="left nothing to grade"):
        artifact.fetch(api, commit, tmp_path / "s.zip", most=1 << 20)


def test_a_size_that_was_not_claimed_is_found_while_it_comes(api, github, commit, tmp_path):
    github.add_artifact(7, wrapped({"a.py": bytes(3 << 20)}))
    github.artifacts[7][0]["size_in_bytes"] = 10

    with pytest.raises(SubmissionRefused, match="too large to grade"):
        artifact.fetch(api, commit, tmp_path / "s.zip", most=1 << 20)
    assert list(tmp_path.glob("*.artifact")) == []


# What the pull request shows

PULL = Pull(number=1, state="open", head=Head(sha=SHA, ref="mine", repo=None))


def test_the_conclusion_is_of_the_checks_that_are_shown(api, github):
    for made in (report(task(check())), report(task(check(Status.WRONG))), report(refused="No.")):
        publish.check_run(api, PULL, made, (), details="")
    publish.check_run(api, PULL, None, (), details="")

    told = [run["conclusion"] for run in github.check_runs]
    assert told == ["success", "failure", "failure", "neutral"]
    assert github.check_runs[0]["output"]["title"] == "counting: 1 of 1 points"


def test_the_heading_has_the_title_of_the_assignment_and_all_its_points(api, github):
    made = report(task(check()), title="Letters and shares", by_person=2.0)
    publish.check_run(api, PULL, made, (), details="")
    publish.check_run(api, PULL, report(refused="No.", title="Letters and shares"), (), details="")

    titles = [run["output"]["title"] for run in github.check_runs]
    assert titles == [
        "Letters and shares: 1 of 1 points, 2 more by a person",
        "Letters and shares: not graded",
    ]


def test_there_are_no_more_annotations_than_github_accepts(api, github):
    publish.check_run(api, PULL, report(task(check())), [annotation(3)] * 80, details="https://x")

    (run,) = github.check_runs
    assert len(run["output"]["annotations"]) == 50
    assert run["output"]["annotations"][0]["start_line"] == 3
    assert run["details_url"] == "https://x"


def test_the_comment_is_found_again_behind_many_others(api, github):
    others = [
        {"id": n, "issue": 1, "body": "Well done!", "user": {"login": "ada"}} for n in range(1, 251)
    ]
    others[3]["body"] = f"{publish.MARK} forged"
    others[4] |= {"body": f"> {publish.MARK}", "user": {"login": BOT}}  # ours, but a quotation
    others[5] |= {"body": None, "user": None}  # its author has left GitHub
    github.comments = others

    for made in (report(task(check(Status.WRONG))), report(task(check()))):
        publish.comment(api, PULL, made, details="")

    assert len(github.comments) == 251
    assert github.comments[-1]["body"].startswith(publish.MARK)
    assert "1 of 1 points" in github.comments[-1]["body"]


def test_a_comment_is_not_written_twice_where_nobody_knows(api, github):
    publish.comment(api, PULL, None, details="")
    github.comments.clear()
    before = len(github.requests)
    github.tokens[TOKEN] = {**ALL, "pull-requests": "read"}

    with pytest.raises(ApiFailed):
        publish.comment(api, PULL, None, details="")

    assert [method for _, method, _ in github.requests[before:]] == ["GET", "POST"]
