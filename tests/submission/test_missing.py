"""Tests that staff and students see when a text for a person to grade is missing."""

from __future__ import annotations

import json
import shutil

import pytest
from rich.console import Console
from support.paths import TOY_COURSE

from autograder.exporters import gradescope, markdown, terminal
from autograder.exporters.for_students import for_students

MISSING, AS_GIVEN = "reflection.md was not handed in.", "reflection.md is as it was given."
STUB = (TOY_COURSE / "student_template/counting/reflection.md").read_bytes()
WORDS = {
    "missing": (None, MISSING),
    "as_given": (STUB, AS_GIVEN),
    "saved_on_windows": (STUB.replace(b"\n", b"\r\n"), AS_GIVEN),
    "empty": (b"\n", AS_GIVEN),
    "answered": (STUB + b"Because.\n", ""),
}


@pytest.fixture(scope="module")
def reports(tmp_path_factory, toy_graders):
    """The reports of right answers with different texts beside them."""
    folder = tmp_path_factory.mktemp("class")
    for name, (words, _) in WORDS.items():
        shutil.copytree(TOY_COURSE / "solutions/counting", folder / name)
        (folder / name / "reflection.md").unlink()
        if words is not None:
            (folder / name / "reflection.md").write_bytes(words)
    paths = [str(folder / name) for name in WORDS]
    outcomes = toy_graders.grade_paths(paths, jobs=1, on_outcome=lambda _: None)
    return {name: outcome.report for name, outcome in zip(WORDS, outcomes, strict=True)}


@pytest.mark.parametrize("name", WORDS)
def test_the_report_says_what_is_missing(reports, name):
    said = WORDS[name][1]
    report = reports[name]
    (task,) = [task for task in report.tasks if task.task == "reflection"]
    console = Console(width=80)
    with console.capture() as captured:
        console.print(terminal.render(report, with_calls=True))

    assert (task.missing, task.score) == (said, None)
    assert (said or "graded by a person") in captured.get()


@pytest.mark.parametrize("name", WORDS)
def test_students_see_it_wherever_they_look(reports, name):
    said = WORDS[name][1]
    shown = for_students(reports[name])

    told = json.loads(gradescope.render(shown))["tests"]
    (read,) = [each for each in told if each["name"] == "reflection: graded by a person"]

    state = f"read by a person: {said}" if said else "👤 read by a person"
    assert state in markdown.summary(shown).replace("\\", "")
    assert read["output"] == said
