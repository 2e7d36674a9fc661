"""What the blocks of each document need, and which of them can't be run here, and why."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import yaml

from autograder.course.policy_entry import CoursePolicyEntry, PolicyEntry
from autograder.course.schema import TaskEntry
from autograder.course.section import Section
from support.blocks import Page, run
from support.class_downloads import case
from support.paths import PROJECT, TESTS, TOY_COURSE
from support.regrading import class_in, course_with_more_checks

SUBMISSIONS = TESTS / "submissions"
SOLUTIONS = TOY_COURSE / "solutions" / "counting"
GRADE = "autograder grade submissions/*.zip"


def _toy(folder: Path) -> None:
    """The toy course, and two submissions to it: one is right, one divides by a root."""
    shutil.copytree(TOY_COURSE, folder, dirs_exist_ok=True)
    right, root = "    return numbers / total", "    return numbers / total.abs().sqrt()"
    for name, body in {"ada": right, "bela": root}.items():
        shutil.copytree(SOLUTIONS, folder / "class" / name)
        file = folder / "class" / name / "shares.py"
        file.write_text(file.read_text().replace(right, body))
        shutil.make_archive(str(folder / "submissions" / name), "zip", folder / "class" / name)


def _toy_and(command: str, folder: Path) -> None:
    _toy(folder)
    run(command, folder)


def _workbook(folder: Path) -> None:
    """This repository's course, and a class and a student of the workbook."""
    for name in ("assignments", "solutions", "student_template"):
        shutil.copytree(PROJECT / name, folder / name)
    shutil.copy(PROJECT / "grading.yml", folder)
    for name in ("flips_the_kernel", "returns_a_list"):
        wrong = SUBMISSIONS / "wrong" / name
        shutil.make_archive(str(folder / "submissions" / name), "zip", wrong)
    unfold = SUBMISSIONS / "forbidden" / "unfold"
    shutil.make_archive(str(folder / "submissions" / "unfold"), "zip", unfold)
    shutil.copy(SUBMISSIONS / "refused" / "symlink.zip", folder / "submissions")
    home = shutil.copytree(folder / "student_template" / "workbook", folder / "home")
    for name in ("patterns.py", "images.py"):
        shutil.copy(folder / "solutions" / "workbook" / name, home)
    shutil.copy(SUBMISSIONS / "wrong" / "flips_the_kernel" / "convolution.py", home)


def _canvas(folder: Path) -> None:
    """A download of Canvas with a roster, and what Canvas exports."""
    shutil.copytree(TOY_COURSE, folder, dirs_exist_ok=True)
    built = case("canvas_small").build(folder / "built")
    shutil.copy(built.downloads[0], folder / "submissions.zip")
    shutil.copy(built.roster, folder / "roster.csv")
    shutil.copy(built.folder / built.sheets["plain"].path, folder / "canvas.csv")


def _regraded(folder: Path) -> None:
    """A course with a tolerance, and three submissions, one of which is only nearly right."""
    course_with_more_checks(folder / "course")
    class_in(folder / "all", folder / "course")
    shutil.copytree(folder / "course", folder, dirs_exist_ok=True)
    for name, variant in {"ada": "slightly_off", "bela": "right", "cleo": "prints"}.items():
        shutil.make_archive(str(folder / "submissions" / name), "zip", folder / "all" / variant)
    run(f"{GRADE} --gradebook grades.sqlite", folder)


def _merge_request(folder: Path) -> None:
    """A repository with a merge request, where the course is."""
    _toy(folder)
    shutil.copytree(SOLUTIONS, folder / "students")
    run(
        "git init -q students && cd students && git add -A && "
        "git -c user.name=Ada -c user.email=ada@uni.edu commit -qm mine && "
        "git update-ref refs/merge-requests/7/head HEAD && cd .. && git init -q",
        folder,
    )
    (folder / "student_template" / "workbook").mkdir(parents=True)
    (folder / "student_template" / "workbook" / "README.md").write_text("# Workbook\n")
    (folder / "students.txt").write_text("ada\nbela\n")
    (folder / "token").write_text("secret\n")
    gh = folder / "programs" / "gh"
    gh.parent.mkdir()
    gh.write_text(f'#!/bin/sh\necho "$@" >> "{folder}/told.txt"\n')
    gh.chmod(0o700)


def _policy(text: str) -> None:
    found = yaml.safe_load(text)
    _read(PolicyEntry, found.get("policy", found))


def _policies(text: str) -> None:
    found = yaml.safe_load(text)
    _read(CoursePolicyEntry, found["policy"])
    _read(PolicyEntry, found["assignments"]["workbook"]["policy"])


def _task(text: str) -> None:
    [(_, task)] = yaml.safe_load(text).items()
    _read(TaskEntry, task)


def _read(section: type[Section], found: object) -> None:
    """Read a part of grading.yml. As JSON, since YAML knows no tuples."""
    assert section.model_validate_json(json.dumps(found))


POLICY = "policy:                        # of the course: defaults for every assignment"

PAGES: Mapping[str, Page] = {
    "README.md": Page(
        made=_workbook,
        ends={"$ autograder grade submissions/*.zip --jobs 4 --json reports.json": 1},
        shown={
            "1  patterns         done       3 points   6 of 6 visible tests pass": (
                "cd home; python check.py || true"
            ),
            "## The layers by hand: 16.87 of 20 points, 6 more by a person": (
                "autograder ci grade submissions/flips_the_kernel.zip --results results; "
                "cat results/summary.md"
            ),
        },
        left_out={
            "make grade     # grades the sample class in tests/submissions; "
            'SUBMISSIONS="a.zip b/" grades yours': (
                "it sets up an environment of its own and runs all tests"
            ),
        },
    ),
    "CONTRIBUTING.md": Page(),
    "docs/ARCHITECTURE.md": Page(
        left_out={
            "autograder grade *.zip                 the command: reads the course, starts grader "
            "processes,": "a drawing"
        }
    ),
    "docs/clusters.md": Page(
        left_out={
            "autograder grade downloads/ --gradebook grades.sqlite --cluster tls://HOST:8786": (
                "HOST is a machine of the reader's; tests/cluster/ grade with one of their own"
            ),
            "dask scheduler --protocol tls --port 8786 --no-dashboard": (
                "they run for ever, on machines of the reader's; tests/cluster/ start such ones"
            ),
        }
    ),
    "docs/formats.md": Page(
        made=partial(_toy_and, "autograder grade submissions/ada.zip --json reports.json")
    ),
    "docs/grading.md": Page(made=_toy),
    "docs/isolation.md": Page(),
    "docs/otter-and-gradescope.md": Page(made=_workbook),
    "docs/pages.md": Page(
        made=partial(_toy_and, "autograder grade class --gradebook grades.sqlite"),
        read={
            "policy:": _policy,
            'feedback: {title: "2026-12-02 09:00", message: "2026-12-10 09:00"}': _policy,
        },
    ),
    "docs/pull-requests.md": Page(
        made=_merge_request,
        variables={
            "REPOSITORY": "students",
            "NUMBER": "7",
            "GIT_AUTHOR_NAME": "Ada",
            "GIT_AUTHOR_EMAIL": "ada@uni.edu",
            "GIT_COMMITTER_NAME": "Ada",
            "GIT_COMMITTER_EMAIL": "ada@uni.edu",
        },
    ),
    "docs/regrading.md": Page(
        made=_regraded,
        shown={
            "ada: 3.2 → 2.8 of 6 by checks (-0.4)": (
                "sed -i 's/TOLERANCE, NEAR = 0.01/TOLERANCE, NEAR = 0.001/' "
                "assignments/counting/graders/test_shares.py; "
                "autograder regrade reports.json --recordings recordings/"
            )
        },
    ),
    "docs/run-a-class.md": Page(
        made=_canvas,
        before={
            "$ autograder gradebook show --student 0001021": (
                "autograder gradebook set 0001021 1 --task reflection --because 'well said'"
            )
        },
        variables={
            "LOGNAME": "ada",
            "SLURM_ARRAY_TASK_ID": "1",
            "SLURM_ARRAY_TASK_COUNT": "1",
            "SLURM_CPUS_PER_TASK": "2",
        },
        read={
            "thinking_breaks:": _task,
            POLICY: _policies,
        },
    ),
    "docs/trained-networks.md": Page(read={"training:": _task}),
    "docs/write-a-task.md": Page(),
}
