"""Simulates a class that hands in by pull request: its repository, the course's, and GitHub.

The course is the toy course, with this kit's actions and engine; the students' repository is its
template, with this kit's workflows.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from support.github_server import GIT, REPOSITORY, GitHub, repository, serve
from support.runner import PROJECT, Job, Runner

TOY_COURSE = PROJECT / "tests" / "toy_course"
GIVEN = PROJECT / "autograder" / "template" / "given" / ".github" / "workflows"
KIT = PROJECT / ".github"
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
        """Run stage one for a pull request; returns the run's number."""
        self.runs += 1
        pull = self.github.pulls[number - 1]
        jobs = self.runner({"pull_request": pull, "number": number}, self.runs).run(
            workflow or self.students / ".github" / "workflows" / "hand-in.yml"
        )
        assert {job.result for job in jobs.values()} == {"success"}, jobs["pack"].log
        return self.runs

    def grade(self, run: int, number: int, **more: Any) -> dict[str, Job]:
        """Run stage two from the default branch, for a finished run of stage one."""
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
        """The files in the artifact with the results of a run, by default the last one."""
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


@contextmanager
def set_up(folder: Path) -> Iterator[Classroom]:
    """Make both repositories in `folder`, and run the server within the block."""
    course = shutil.copytree(TOY_COURSE, folder / "course")
    shutil.copytree(KIT / "actions", course / ".github" / "actions")
    shutil.copytree(PROJECT / "autograder", course / "autograder")
    students = shutil.copytree(TOY_COURSE / "student_template" / "counting", folder / "students")
    shutil.copytree(GIVEN, students / ".github" / "workflows")
    _git(students, "init", "--quiet", "--initial-branch=main")
    _git(students, "config", "uploadpack.allowAnySHA1InWant", "true")
    _git(students, "add", "--all")
    _git(students, "commit", "--quiet", "--message", "Template")
    with serve(students) as github:
        yield Classroom(github, students, course, folder)


def assert_nothing_leaked(classroom: Classroom) -> None:
    """Assert that nothing a student can reach contains a secret or a hidden value."""
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
    # The job with the student's code has written nothing, and the storage has seen no token.
    written = {token for token, method, _ in classroom.github.requests if method != "GET"}
    assert written <= {"token of publish"}
    assert not classroom.github.tokens_seen_by_the_storage
    published = list((classroom.folder / "runs").glob("*-publish/work/course"))
    found = [path for place in published for path in place.rglob("grading.yml")]
    # What a new course starts from is part of the engine, and no secret.
    assert not [path for path in found if "skeleton" not in path.parts]


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
