"""Simulates attacks in pull requests: they must reach no secret and nobody else's grade."""

from __future__ import annotations

import io
import re
import stat
import zipfile
from collections.abc import Callable

import pytest
from support.classroom import RIGHT, WRONG, assert_nothing_leaked
from support.github_server import repository

pytestmark = [pytest.mark.slow(15, per="test"), pytest.mark.warm_programs("autograder.cli")]

CANARY = "CANARY"
SHOUT = "import os, sys\nprint('::set-output name=found::false')\nprint('::add-mask::points')\n"


@pytest.mark.cold_start
def test_files_that_tools_would_run_are_not_run(classroom, tmp_path):
    canary = tmp_path / CANARY
    touch = f"open({str(canary)!r}, 'w')\n"
    files = {
        **RIGHT,
        "conftest.py": touch,
        "sitecustomize.py": touch,
        "setup.py": touch,
        "autograder.py": touch,
        "pyproject.toml": f'[tool.pytest.ini_options]\naddopts = "--pyargs {canary}"\n',
        "Makefile": f"$(shell touch {canary})\nall:\n\ttouch {canary}\n",
        ".gitattributes": "*.py filter=mine\nweights.pt filter=lfs diff=lfs merge=lfs -text\n",
        ".lfsconfig": "[lfs]\n\turl = https://elsewhere.example/\n",
        ".gitmodules": '[submodule "x"]\n\tpath = x\n\turl = https://elsewhere.example/x\n',
        "weights.pt": "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n",
        ".github/workflows/grade.yml": "on: pull_request_target\njobs: {}\n",
        ".github/actions/x/action.yml": "runs: {using: composite, steps: []}\n",
        "$(touch CANARY);`touch CANARY`.py": "",
        "::add-mask::x.py": "",
    }
    branch = "$(touch${IFS}CANARY)`touch${IFS}CANARY`"
    sha = classroom.commit(files, branch=branch)
    number = classroom.github.add_pull(
        sha, branch, fork="ada/handing-in", title='"; touch CANARY; echo "::set-output name=a::b'
    )

    jobs = classroom.grade(classroom.hand_in(number), number)

    assert [job.result for job in jobs.values()] == ["success", "success"], jobs["grade"].log
    assert classroom.github.check_runs[0]["conclusion"] == "success"
    assert not list(tmp_path.rglob(CANARY))
    assert_nothing_leaked(classroom)


def test_what_is_printed_gives_no_command_and_no_secret(classroom):
    source = SHOUT + (
        "sys.stderr.write('##[add-mask]points\\n::error::mine\\n')\n"
        "print(os.environ, os.listdir('/'))\n"
        "def count_vowels(text):\n"
        "    print('::set-output name=found::false')\n"
        "    raise ValueError(f'\\n::error::mine\\n{text} {os.environ}')\n"
    )
    number = classroom.github.add_pull(
        classroom.commit({**RIGHT, "vowels.py": source}), "mine", fork="ada/handing-in"
    )

    jobs = classroom.grade(classroom.hand_in(number), number)

    assert [job.result for job in jobs.values()] == ["success", "success"], jobs["grade"].log
    commands = jobs["grade"].commands + jobs["publish"].commands
    assert [re.split("[ :]+", each)[1] for each in commands] == ["error"]
    assert "vowels.py" in commands[0]
    assert "::error::mine" not in commands[0]
    assert_nothing_leaked(classroom)


@pytest.mark.parametrize("link", ["/etc/passwd", "/proc/self/environ", "../course/grading.yml"])
def test_links_are_refused(classroom, link):
    number = classroom.github.add_pull(classroom.commit(RIGHT, link=link), "mine")

    jobs = classroom.grade(classroom.hand_in(number), number)

    assert [job.result for job in jobs.values()] == ["success", "success"], jobs["grade"].log
    assert "'shares.py' is a symbolic link" in classroom.github.comments[0]["body"]
    assert classroom.github.check_runs[0]["conclusion"] == "failure"


def test_a_submodule_in_place_of_the_work_brings_nothing_in(classroom):
    classroom.commit(RIGHT)
    classroom.git("checkout", "--quiet", "mine")
    classroom.git("rm", "--quiet", "--cached", "shares.py")
    head = classroom.git("rev-parse", "HEAD")
    classroom.git("update-index", "--add", "--cacheinfo", f"160000,{head},shares.py")
    classroom.git("commit", "--quiet", "--message", "A submodule")
    sha = classroom.git("rev-parse", "HEAD")
    classroom.git("checkout", "--quiet", "--force", "main")
    number = classroom.github.add_pull(sha, "mine", fork="ada/handing-in")

    classroom.grade(classroom.hand_in(number), number)

    assert classroom.github.check_runs[0]["head_sha"] == sha
    assert "vowels" in classroom.github.comments[0]["body"]


def inner(files: dict[str, str | bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return data.getvalue()


def outer(data: bytes, name: str = "submission.zip") -> bytes:
    return inner({name: data})


def with_link() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        entry = zipfile.ZipInfo("submission.zip")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")
    return data.getvalue()


ARTIFACTS: dict[str, tuple[Callable[[], bytes], str]] = {
    "another student's files": (lambda: outer(inner({**RIGHT})), "is not the file of the pull"),
    "files beside the zip": (
        lambda: inner({"submission.zip": inner({**WRONG}), "number": "7"}), "alone"
    ),
    "a path that leads out": (lambda: outer(b"", "../../course/grading.yml"), "leads out"),
    "a path that leads out, inside": (lambda: outer(inner({"../x.py": ""})), "leads out"),
    "an absolute path": (lambda: outer(b"", "/etc/cron.d/x"), "leads out"),
    "a link for the zip": (with_link, "is a symbolic link"),
    "a request of its own": (lambda: inner({"request.json": '{"number": 7}'}), "alone"),
    "no zip": (lambda: b"::set-output name=found::true", "damaged"),
    "no zip inside": (lambda: outer(b"::add-mask::x"), "damaged"),
    "a bomb": (lambda: outer(b"\0" * (64 << 20)), "unpacks to more than 500 times"),
    "nothing": (lambda: inner({}), "alone"),
}  # fmt: skip


@pytest.mark.parametrize("what", ARTIFACTS)
def test_a_forged_artifact_is_refused_and_touches_nobody_else(classroom, what):
    make, sentence = ARTIFACTS[what]
    victim = classroom.github.add_pull(classroom.commit(RIGHT, branch="other"), "other")
    number = classroom.github.add_pull(classroom.commit(WRONG), "mine", fork="eve/handing-in")
    classroom.runs = run = 50
    classroom.github.add_artifact(run, make())

    jobs = classroom.grade(run, number, pull_requests=[{"number": victim}])

    assert [job.result for job in jobs.values()] == ["success", "success"], jobs["grade"].log
    assert [check["conclusion"] for check in classroom.github.check_runs] == ["failure"]
    (comment,) = classroom.github.comments
    assert comment["issue"] == number
    assert sentence in comment["body"].replace("\\", "")
    assert_nothing_leaked(classroom)


def test_a_huge_artifact_is_not_even_downloaded(classroom):
    number = classroom.github.add_pull(classroom.commit(RIGHT), "mine")
    run = classroom.hand_in(number)
    classroom.github.artifacts[run][0]["size_in_bytes"] = 10 << 30

    classroom.grade(run, number)

    assert "too large to grade" in classroom.github.comments[0]["body"]
    assert not any(path.endswith("/zip") for _, _, path in classroom.github.requests)


def test_another_repositorys_branch_of_the_same_name_is_not_taken_for_it(classroom):
    sha = classroom.commit(RIGHT)
    number = classroom.github.add_pull(sha, "mine", fork="ada/handing-in")
    run = classroom.hand_in(number)

    jobs = classroom.grade(run, number, head_repository=repository("ada/other"))

    assert jobs["grade"].outputs == {"found": "false"}
    assert not classroom.github.comments
