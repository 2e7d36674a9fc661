"""Simulates the workflows for pull requests: own branches, forks, and repeated runs.

Every `run:` step runs in bash with the environment that its workflow declares. A server on this
machine stands in for GitHub and enforces its permissions. `runner.py` says what else is simulated.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from support.classroom import GIVEN, KIT, RIGHT, WRONG, assert_nothing_leaked
from support.github_server import REPOSITORY
from support.paths import PROJECT
from support.runner import Job, load, prepare

from autograder.ci.github.publish import MARK

pytestmark = [pytest.mark.slow(12, per="test"), pytest.mark.warm_programs("autograder.cli")]

ALL = [*GIVEN.glob("*.yml"), *KIT.glob("workflows/*.yml"), *KIT.glob("actions/*/action.yml")]


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


def test_a_pull_request_from_a_fork_is_graded_and_gets_a_report(classroom):
    number = classroom.github.add_pull(classroom.commit(WRONG), "mine", fork="ada/handing-in")

    jobs = classroom.grade(classroom.hand_in(number), number)

    assert [job.result for job in jobs.values()] == ["success", "success"], jobs
    (check,) = classroom.github.check_runs
    assert check["conclusion"] == "failure"
    assert check["head_sha"] == classroom.github.pulls[0]["head"]["sha"]
    (annotation,) = check["output"]["annotations"]
    assert (annotation["path"], annotation["start_line"]) == ("vowels.py", 8)
    assert "capital letters too" in annotation["title"]
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


def test_a_commit_that_has_been_overtaken_gets_no_report(classroom):
    number = classroom.github.add_pull(classroom.commit(WRONG), "mine")
    run, old = classroom.hand_in(number), classroom.github.pulls[0]["head"]["sha"]
    classroom.github.pulls[0]["head"]["sha"] = classroom.commit(RIGHT)

    jobs = classroom.grade(run, number, head_sha=old)

    assert jobs["grade"].outputs == {"found": "false"}
    assert jobs["publish"].result == "skipped"
    assert not classroom.github.comments


def test_a_failure_of_ours_is_reported_as_ours(classroom):
    grader = classroom.course / "assignments" / "counting" / "graders" / "test_shares.py"
    grader.write_text("import nowhere\n")
    number = classroom.github.add_pull(classroom.commit(RIGHT), "mine")

    jobs = classroom.grade(classroom.hand_in(number), number)

    assert jobs["grade"].result == "failure"
    assert classroom.github.check_runs[0]["conclusion"] == "neutral"
    assert "This is not your fault" in classroom.github.comments[0]["body"]


def test_a_fault_in_the_course_stops_before_anything_is_published(classroom):
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
    # The stubs keep the workflow from changing the kernel and from starting all tests again. They
    # remove `os.fork`, as on Windows, except where the tier is named, as on macOS.
    without_fork = "import os, sys; del os.fork; from autograder.cli import main; sys.exit(main())"
    runner.stubs = {
        "sudo": 'echo "sudo $*"',
        "make": 'echo "make $*"',
        "autograder": "export PYTHONPATH={project}{warm}\n"
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
