"""Tests `autograder ci` without GitHub, and with missing or wrong settings."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support.github_server import REPOSITORY, repository, serve
from support.paths import TOY_COURSE

from autograder.ci.results import grade_one
from autograder.errors import CommandMisused

pytestmark = [pytest.mark.slow(6, per="test"), pytest.mark.warm_programs("autograder.cli")]

SOLUTIONS = TOY_COURSE / "solutions" / "counting"


def outside() -> dict[str, str]:
    """The environment without the variables that a runner sets."""
    return {k: v for k, v in os.environ.items() if not k.startswith(("GITHUB_", "RUNNER_", "CI"))}


def ci(*arguments: object, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run `autograder ci` with only the given variables of a runner."""
    return subprocess.run(
        [sys.executable, "-m", "autograder.cli", "ci", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        env={**outside(), **variables},
    )


def write_event(folder: Path) -> None:
    """Write the event of a finished run on a branch of the repository itself."""
    run = {
        "id": 1, "event": "pull_request", "conclusion": "success", "head_sha": "a" * 40,
        "head_branch": "mine", "repository": repository(), "head_repository": repository(),
    }  # fmt: skip
    told = json.dumps({"action": "completed", "workflow_run": run})
    (folder / "event.json").write_text(told)


def test_a_folder_is_graded_without_any_variable(tmp_path):
    source = (SOLUTIONS / "vowels.py").read_text().replace("text.lower()", "text")
    shutil.copytree(SOLUTIONS, tmp_path / "ada")
    (tmp_path / "ada" / "vowels.py").write_text(source)

    ran = ci("grade", tmp_path / "ada", "--course", TOY_COURSE, "--results", tmp_path / "results",
             "--json", tmp_path / "staff.json")  # fmt: skip

    assert ran.returncode == 0, ran.stderr
    assert "::" not in ran.stdout
    names = {path.name for path in (tmp_path / "results").iterdir()}
    assert names == {
        "result.json", "junit.xml", "summary.md", "code-quality.json", "annotations.json",
    }  # fmt: skip
    (shown,) = json.loads((tmp_path / "results" / "result.json").read_text())
    (whole,) = json.loads((tmp_path / "staff.json").read_text())
    assert (shown["submission"], shown["points"], whole["points"]) == ("ada", 2, 6)
    assert "test_" not in json.dumps(shown)


def test_a_refused_submission_has_results_too(tmp_path):
    (tmp_path / "::add-mask::x.txt").write_text("")

    ran = ci("grade", tmp_path / "::add-mask::x.txt", "--course", TOY_COURSE,
             "--results", tmp_path / "results", GITHUB_ACTIONS="true")  # fmt: skip

    assert ran.returncode == 1, ran.stderr
    first, *inside, last = ran.stdout.splitlines()
    assert first.startswith("::stop-commands::")
    assert last == f"::{first.removeprefix('::stop-commands::')}::"
    assert not [line for line in inside if line.strip().startswith("::")]
    (shown,) = json.loads((tmp_path / "results" / "result.json").read_text())
    assert "neither a folder nor a zip" in shown["refused"]


@pytest.mark.parametrize(
    ("step", "variable"),
    [("fetch", "GITHUB_TOKEN"), ("publish", "GITHUB_TOKEN")],
)
def test_a_missing_variable_is_named(step, variable, tmp_path):
    more = ["--submission", tmp_path / "s.zip"] if step == "fetch" else []

    ran = ci(step, "--results", tmp_path, *more)

    assert ran.returncode == 1
    assert f"The variable {variable} is not set" in ran.stderr


def test_a_github_that_does_not_answer_is_our_failure(tmp_path):
    write_event(tmp_path)
    variables = {"GITHUB_TOKEN": "t", "GITHUB_REPOSITORY": REPOSITORY,
                 "GITHUB_EVENT_PATH": str(tmp_path / "event.json")}  # fmt: skip
    ran = ci("publish", "--results", tmp_path, **variables, GITHUB_API_URL="http://127.0.0.1:9")

    assert ran.returncode == 2
    assert "GitHub could not be reached" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_publishing_needs_neither_torch_nor_a_course(tmp_path: Path):
    code = (
        "import sys\nfrom autograder.cli import main\n"
        f"print(main(['ci', 'publish', '--results', {str(tmp_path)!r}]))\n"
        "heavy = {'torch', 'numpy', 'pytest', 'rich', 'pydantic', 'yaml'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    environment = {**outside(), "GITHUB_TOKEN": "t", "GITHUB_REPOSITORY": "a/b",
                   "GITHUB_EVENT_PATH": "nowhere"}  # fmt: skip
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )

    assert ran.stdout.splitlines() == ["1", "[]"], ran.stderr
    assert "The event is no finished run" in ran.stderr


def test_nothing_is_published_for_a_commit_that_has_been_overtaken(tmp_path):
    write_event(tmp_path)
    with serve(tmp_path) as github:
        github.tokens["t"] = {"pull-requests": "write", "checks": "write"}
        github.add_pull("b" * 40, "mine")
        variables = {"GITHUB_TOKEN": "t", "GITHUB_REPOSITORY": REPOSITORY,
                     "GITHUB_EVENT_PATH": str(tmp_path / "event.json")}  # fmt: skip

        ran = ci("publish", "--results", tmp_path, **variables, GITHUB_API_URL=github.url)

        assert ran.returncode == 0, ran.stderr
        assert "newer commit" in ran.stdout
        assert not github.check_runs + github.comments


def test_files_that_fit_several_assignments_need_a_name(tmp_path, course):
    for name in ("images.py", "model.py"):
        (tmp_path / name).write_text("")

    with pytest.raises(CommandMisused, match="--assignment workbook or challenge"):
        grade_one(course, tmp_path, assignment=None, tier="process")
