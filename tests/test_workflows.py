"""The workflows for pull requests, acted out: own branches, forks, repeated runs, and attacks.

Every `run:` step is run, in bash, with the environment that its workflow declares; GitHub itself is
a server on this machine that keeps GitHub's rules of permission. What is acted, `runner.py` says.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import PROJECT, TOY_COURSE
from github_server import GIT, REPOSITORY, GitHub, repository, serve
from runner import Job, Runner, load, prepare

from autograder.github.publish import MARK

GIVEN = PROJECT / "assignments" / "given" / ".github" / "workflows"
KIT = PROJECT / ".github"
ALL = [*GIVEN.glob("*.yml"), *KIT.glob("workflows/*.yml"), *KIT.glob("actions/*/action.yml")]
SECRET = "the token that reads the course"  # noqa: S105 - of a server of ours
COURSE = "staff/course"
RIGHT = {name: (TOY_COURSE / "solutions" / "counting" / name).read_text()
         for name in ("vowels.py", "shares.py", "reflection.md")}  # fmt: skip
WRONG = {**RIGHT, "vowels.py": RIGHT["vowels.py"].replace("text.lower()", "text")}
HIDDEN = ("banana", "Odd Even Idea", "0.375", "not so secret in a test", "test_vowels_are_counted")


@dataclass
class Classroom:
    """A students' repository on GitHub, and the course's private one."""

    github: GitHub
    students: Path
    course: Path
    folder: Path
    runs: int = 0
    jobs: list[Job] = field(default_factory=list)

    def commit(self, files: dict[str, str], *, branch: str = "mine", link: str = "") -> str:
        """A commit on a branch that starts from main."""
        git = self.git
        git("checkout", "--quiet", "-B", branch, "main")
        for name, text in files.items():
            path = self.students / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        if link:
            (self.students / "shares.py").unlink()
            (self.students / "shares.py").symlink_to(link)
        git("add", "--all", "--force")
        git("commit", "--quiet", "--message", "Hand in")
        sha = git("rev-parse", "HEAD")
        git("checkout", "--quiet", "--force", "main")
        return sha

    def git(self, *arguments: str) -> str:
        return _git(self.students, *arguments)

    def hand_in(self, number: int, *, workflow: Path | None = None) -> int:
        """Stage one, for a pull request; gives the run's number."""
        self.runs += 1
        pull = self.github.pulls[number - 1]
        jobs = self.runner({"pull_request": pull, "number": number}, self.runs).run(
            workflow or self.students / ".github" / "workflows" / "hand-in.yml"
        )
        assert {job.result for job in jobs.values()} == {"success"}, jobs["pack"].log
        return self.runs

    def grade(self, run: int, number: int, **more: Any) -> dict[str, Job]:
        """Stage two, as it is on the default branch, for a finished run of stage one."""
        head = self.github.pulls[number - 1]["head"]
        self.runs += 1
        told = {
            "id": run,
            "name": "hand-in",
            "path": ".github/workflows/hand-in.yml",
            "event": "pull_request",
            "status": "completed",
            "conclusion": "success",
            "run_attempt": 1,
            "display_title": self.github.pulls[number - 1].get("title", "Hand in"),
            "actor": {"login": "$(touch CANARY)"},
            "head_sha": head["sha"],
            "head_branch": head["ref"],
            "head_repository": head["repo"],
            "repository": repository(),
            "pull_requests": [],
            **more,
        }
        event = {"action": "completed", "workflow_run": told, "repository": repository()}
        runner = self.runner(event, self.runs)
        jobs = runner.run(self.students / ".github" / "workflows" / "grade.yml")
        self.jobs += jobs.values()
        return jobs

    def results(self, run: int | None = None) -> dict[str, bytes]:
        """The files in the artifact with the results of the last run, or of another."""
        listed = self.github.artifacts[run or self.runs][-1]
        with zipfile.ZipFile(io.BytesIO(self.github.content[listed["id"]])) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    def runner(self, event: dict[str, Any], number: int) -> Runner:
        is_trusted = "workflow_run" in event
        return Runner(
            self.github,
            self.folder / "runs",
            event,
            {REPOSITORY: self.students, COURSE: self.course},
            number,
            {"COURSE_REPOSITORY": COURSE} if is_trusted else {},
            {"COURSE_TOKEN": SECRET} if is_trusted else {},
        )


@pytest.fixture
def classroom(tmp_path: Path) -> Iterator[Classroom]:
    course = shutil.copytree(TOY_COURSE, tmp_path / "course")
    shutil.copytree(KIT / "actions", course / ".github" / "actions")
    shutil.copytree(PROJECT / "autograder", course / "autograder")
    students = shutil.copytree(TOY_COURSE / "student_template" / "counting", tmp_path / "students")
    shutil.copytree(GIVEN, students / ".github" / "workflows")
    _git(students, "init", "--quiet", "--initial-branch=main")
    _git(students, "config", "uploadpack.allowAnySHA1InWant", "true")
    _git(students, "add", "--all")
    _git(students, "commit", "--quiet", "--message", "Template")
    with serve(students) as github:
        yield Classroom(github, students, course, tmp_path)


# What the files say


@pytest.mark.parametrize("path", ALL, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_actions_are_pinned_and_no_expression_is_in_a_script(path):
    written = load(path)
    parts = written["jobs"].values() if "jobs" in written else [written["runs"]]
    steps = [step for part in parts for step in part["steps"]]

    for step in steps:
        if "uses" in step and not step["uses"].startswith("./course/"):
            assert re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}", step["uses"]), step
        assert "${{" not in step.get("run", ""), step
        if "checkout" in step.get("uses", ""):
            assert step["with"]["persist-credentials"] is False


@pytest.mark.parametrize("folder", [GIVEN, KIT / "workflows"])
def test_permissions_are_the_least(folder):
    hand_in, grade = load(folder / "hand-in.yml"), load(folder / "grade.yml")

    assert hand_in["permissions"] == grade["permissions"] == {}
    assert hand_in["jobs"]["pack"]["permissions"] == {"contents": "read"}
    assert "write" not in grade["jobs"]["grade"]["permissions"].values()
    assert grade["jobs"]["publish"]["permissions"] == {"checks": "write", "pull-requests": "write"}
    assert "secrets." not in (folder / "hand-in.yml").read_text()
    assert "pull_request_target" not in (folder / "hand-in.yml").read_text()
    assert all(job["environment"] == "grading" for job in grade["jobs"].values())


@pytest.mark.parametrize("name", ["hand-in.yml", "grade.yml"])
def test_a_newer_run_of_the_same_pull_request_cancels_the_older(name):
    concurrency = load(GIVEN / name)["concurrency"]

    assert concurrency["cancel-in-progress"] is True
    wanted = {
        "hand-in.yml": ["pull_request.number"],
        "grade.yml": ["workflow_run.head_repository.id", "workflow_run.head_branch"],
    }
    assert all(f"github.event.{part}" in concurrency["group"] for part in wanted[name])


def test_the_private_repository_has_the_same_pair():
    theirs, ours = ((f / "hand-in.yml").read_text() for f in (GIVEN, KIT / "workflows"))

    assert (GIVEN / "grade.yml").read_text() == (KIT / "workflows" / "grade.yml").read_text()
    assert load(GIVEN / "hand-in.yml")["jobs"] == load(KIT / "workflows" / "hand-in.yml")["jobs"]
    assert theirs.count("\n") <= ours.count("\n")


def test_linters_find_nothing():
    files = [str(path) for path in ALL if "workflows" in path.parts]
    for linter in (["actionlint", *files], ["zizmor", "--offline", str(KIT), str(GIVEN.parent)]):
        command = Path(sys.executable).parent / linter[0]
        ran = subprocess.run([command, *linter[1:]], capture_output=True, text=True, check=False)

        assert ran.returncode == 0, ran.stdout


# What happens


def test_a_pull_request_from_a_fork_is_graded_and_told(classroom):
    number = classroom.github.add_pull(classroom.commit(WRONG), "mine", fork="ada/handing-in")

    jobs = classroom.grade(classroom.hand_in(number), number)

    assert [job.result for job in jobs.values()] == ["success", "success"], jobs
    (check,) = classroom.github.check_runs
    assert check["conclusion"] == "failure"
    assert check["head_sha"] == classroom.github.pulls[0]["head"]["sha"]
    (remark,) = check["output"]["annotations"]
    assert (remark["path"], remark["start_line"]) == ("vowels.py", 8)
    assert "capital letters too" in remark["title"]
    (comment,) = classroom.github.comments
    assert "### Fix first: `vowels`" in comment["body"]
    assert comment["issue"] == number
    assert "### Fix first: `vowels`" in jobs["grade"].summary
    results = classroom.results()
    assert {"result.json", "junit.xml", "summary.md"} <= set(results)
    (report,) = json.loads(results["result.json"])
    assert report["tier"] == "namespaces"
    assert_nothing_leaked(classroom)


def test_a_right_pull_request_from_an_own_branch_succeeds(classroom):
    number = classroom.github.add_pull(classroom.commit(RIGHT), "mine")
    forged = {"id": 1, "issue": number, "body": f"{MARK}\n20 of 20", "user": {"login": "eve"}}
    classroom.github.comments.append(dict(forged))

    jobs = classroom.grade(classroom.hand_in(number), number)

    assert classroom.github.check_runs[0]["conclusion"] == "success"
    assert jobs["grade"].commands == []
    others, ours = classroom.github.comments
    assert others == forged
    assert "5 checks are shown after the due date" in ours["body"]


def test_a_second_run_rewrites_the_comment(classroom):
    number = classroom.github.add_pull(classroom.commit(WRONG), "mine", fork="ada/handing-in")
    run = classroom.hand_in(number)
    classroom.grade(run, number)

    classroom.grade(run, number)  # the same run of stage one, once more
    (comment,) = classroom.github.comments
    assert "### Fix first: `vowels`" in comment["body"]
    classroom.github.pulls[0]["head"]["sha"] = classroom.commit(RIGHT, link="/etc/passwd")
    classroom.grade(classroom.hand_in(number), number)

    (comment,) = classroom.github.comments
    assert "Fix first" not in comment["body"]
    assert "not graded" in comment["body"]
    assert len(classroom.github.check_runs) == 3


def test_of_a_repeated_hand_in_the_last_artifact_counts(classroom):
    number = classroom.github.add_pull(classroom.commit(RIGHT), "mine")
    run = classroom.hand_in(number)
    classroom.github.add_artifact(run, b"what the second attempt left")

    classroom.grade(run, number)

    assert "is damaged" in classroom.github.comments[0]["body"]


def test_a_commit_that_has_been_overtaken_is_not_told(classroom):
    number = classroom.github.add_pull(classroom.commit(WRONG), "mine")
    run, old = classroom.hand_in(number), classroom.github.pulls[0]["head"]["sha"]
    classroom.github.pulls[0]["head"]["sha"] = classroom.commit(RIGHT)

    jobs = classroom.grade(run, number, head_sha=old)

    assert jobs["grade"].outputs == {"found": "false"}
    assert jobs["publish"].result == "skipped"
    assert not classroom.github.comments


def test_a_failure_of_ours_is_told_as_ours(classroom):
    grader = classroom.course / "assignments" / "counting" / "graders" / "test_shares.py"
    grader.write_text("import nowhere\n")
    number = classroom.github.add_pull(classroom.commit(RIGHT), "mine")

    jobs = classroom.grade(classroom.hand_in(number), number)

    assert jobs["grade"].result == "failure"
    assert classroom.github.check_runs[0]["conclusion"] == "neutral"
    assert "This is not your fault" in classroom.github.comments[0]["body"]


def test_a_mistake_in_the_course_stops_before_anybody_is_told(classroom):
    (classroom.course / "grading.yml").write_text(
        (classroom.course / "grading.yml").read_text().replace("points: 2", "points: -2")
    )
    number = classroom.github.add_pull(classroom.commit(RIGHT), "mine")
    run = classroom.hand_in(number)

    jobs = classroom.grade(run, number)

    assert jobs["grade"].result == "failure"
    assert not classroom.github.comments


@pytest.mark.parametrize("event", ["push", "workflow_dispatch", "pull_request_target"])
def test_runs_that_no_pull_request_started_are_left_alone(classroom, event):
    number = classroom.github.add_pull(classroom.commit(RIGHT), "mine")
    run = classroom.hand_in(number)

    jobs = classroom.grade(run, number, event=event)

    assert {job.result for job in jobs.values()} == {"skipped"}


# The other workflows


def test_visible_tests_run_on_every_push(classroom):
    sha = classroom.commit(RIGHT)
    classroom.git("checkout", "--quiet", sha)

    jobs = classroom.runner({}, 1).run(classroom.students / ".github" / "workflows" / "check.yml")

    assert jobs["tests"].result == "success", jobs["tests"].log
    assert "passed" in jobs["tests"].log


def test_the_kits_own_workflow(classroom, tmp_path):
    kit = tmp_path / "kit"
    for part in ("tests/toy_course", "student_template/workbook"):
        shutil.copytree(PROJECT / part, kit / part)
    runner = classroom.runner({}, 1)
    runner.sources = {REPOSITORY: kit}
    # No test may change the kernel, or start all tests again. There is no fork, as on Windows; but
    # where the tier is named, there is, as on macOS.
    without_fork = "import os, sys; del os.fork; from autograder.cli import main; sys.exit(main())"
    runner.stubs = {
        "sudo": 'echo "sudo $*"',
        "make": 'echo "make $*"',
        "autograder": "export PYTHONPATH={project}\n"
        'case "$*" in *--isolation*) exec {python} -m autograder.cli "$@" ;; esac\n'
        f"exec {{python}} -c '{without_fork}' \"$@\"",
    }

    jobs = runner.run(KIT / "workflows" / "ci.yml")

    assert {job.result for job in jobs.values()} == {"success"}, jobs
    assert "make check test" in jobs["linux"].log
    assert "isolation: process" in jobs["macos"].log
    assert "total 6 of 6" in jobs["macos"].log
    assert "Next: patterns" in jobs["windows"].log
    matrix = load(KIT / "workflows" / "ci.yml")["jobs"]["linux"]["strategy"]["matrix"]
    assert matrix == {"python": ["3.11", "3.12", "3.13"]}


# What strangers try

CANARY = "CANARY"
SHOUT = "import os, sys\nprint('::set-output name=found::false')\nprint('::add-mask::points')\n"


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


# GitLab, and any other system


def test_the_example_for_gitlab_grades(classroom, tmp_path):
    job = yaml.safe_load((PROJECT / ".ci" / "gitlab-ci.example.yml").read_text())["grade"]
    sha = classroom.commit(WRONG)
    classroom.git("update-ref", "refs/merge-requests/7/head", sha)
    runner = classroom.runner({}, 1)
    variables = {
        "MERGE_REQUEST": "7",
        "STUDENTS_REPOSITORY": str(classroom.students),
        "GITHUB_ACTIONS": "",
        "GITHUB_STEP_SUMMARY": "",
        "GITHUB_OUTPUT": "",
    }
    done, place = Job(), tmp_path / "place"
    shutil.copytree(classroom.course, place / "work")
    prepare(place)

    runner.bash("\n".join(job["script"]), place, {**job["variables"], **variables}, done)

    assert done.result == "success", done.log
    results = {path.name for path in (place / "work" / "results").iterdir()}
    assert {Path(name).name for name in job["artifacts"]["reports"].values()} <= results
    (issue,) = json.loads((place / "work" / "results" / "code-quality.json").read_text())
    assert issue["location"] == {"path": "vowels.py", "lines": {"begin": 8}}


def assert_nothing_leaked(classroom: Classroom) -> None:
    """Neither secrets nor hidden values are in anything that a student can reach."""
    shown = json.dumps([classroom.github.comments, classroom.github.check_runs])
    reachable = [shown, *(job.log + job.summary + str(job.outputs) for job in classroom.jobs)]
    for run, listed in classroom.github.artifacts.items():
        if any(each["name"] == "results" for each in listed):
            reachable += [data.decode() for data in classroom.results(run).values()]
    for text in reachable:
        assert not [secret for secret in (SECRET, *HIDDEN) if secret in text]
        assert "token of " not in text
    for job in classroom.jobs:
        assert all(SECRET not in str(variables) for variables in job.environments)
    # The job beside the student's code has written nothing, and storage has seen no token.
    written = {token for token, method, _ in classroom.github.requests if method != "GET"}
    assert written <= {"token of publish"}
    assert not classroom.github.tokens_seen_by_the_storage
    published = list((classroom.folder / "runs").glob("*-publish/work/course"))
    assert not [path for place in published for path in place.rglob("grading.yml")]


def _git(folder: Path, *arguments: str) -> str:
    environment = {
        "PATH": os.environ["PATH"],
        "GIT_CONFIG_GLOBAL": "/dev/null",
        **{f"GIT_{who}_{what}": "ada@x.example" for who in ("AUTHOR", "COMMITTER")
           for what in ("NAME", "EMAIL")},
    }  # fmt: skip
    ran = subprocess.run(
        [GIT, "-C", str(folder), *arguments], capture_output=True, text=True, env=environment,
        check=True,
    )  # fmt: skip
    return ran.stdout.strip()
