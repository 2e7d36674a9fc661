"""Tests that documents claim no isolation, and no system, that no test shows."""

from __future__ import annotations

import re

import pytest
from support.paths import PROJECT

from autograder.commands.self_check import table
from autograder.course.load import load_course
from autograder.self_check.behaviours import BEHAVIOURS

ISOLATION = PROJECT / "docs" / "isolation.md"
NAMES = ("README.md", "CONTRIBUTING.md", "AGENTS.md")
DOCUMENTS = [*(PROJECT / name for name in NAMES), *sorted(PROJECT.glob("docs/*.md"))]
LINK = re.compile(r"isolation\.md#what-was-tried")
NOT_TRIED = re.compile(r"\b(never|not|no|none|nothing)\b", re.IGNORECASE)
# Systems on which nothing of this was ever run. Whoever runs it there may take one out.
NEVER = (
    "macOS", "Windows", "Arm", "GPU", "GitHub", "GitLab", "Gradescope", "Canvas", "Moodle",
    "nbgrader", "PrairieLearn", "Dodona", "Classroom 50", "Slurm",
)  # fmt: skip
OVERCLAIMS = re.compile(
    r"\b(unbreakable|fully (?:secure|isolated|accessible)|100 ?% (?:secure|safe)|completely safe|"
    r"cannot be hacked|works everywhere|on (?:all|any) (?:systems?|platforms?|browsers?))\b",
    re.IGNORECASE,
)


def section(title: str) -> str:
    return ISOLATION.read_text().partition(f"## {title}\n")[2].partition("\n## ")[0]


def test_the_page_on_isolation_promises_what_the_self_check_tries():
    promised = section("What each tier promises")

    # `autograder self-check --list` prints it.
    assert f"<!-- behaviours -->\n{table(BEHAVIOURS)}\n<!-- end -->" in promised


def test_each_system_is_tried_by_a_test_or_said_never_to_have_been():
    rows = section("What was tried").strip().splitlines()[2:]

    assert len(rows) >= 10
    for row in rows:
        _, where, tried, _ = row.split("|")
        tests = re.findall(r"`(tests/[\w/]+\.py)`", tried)
        assert all((PROJECT / test).is_file() for test in tests), row
        assert tests or tried.strip().startswith("never") or "by all tests" in tried, row
        is_never = tried.strip().startswith("never")
        assert is_never == any(name in where for name in NEVER), row
    assert all(any(name in row for row in rows) for name in NEVER)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_who_names_a_system_says_whether_it_was_tried(document):
    text = document.read_text()
    sentences = re.split(r"(?<=[.!?])\s|\n\n|\n[-|]", text)
    named = [name for name in NEVER if re.search(rf"\b{re.escape(name)}\b", text)]

    for name in named:
        denies = [each for each in sentences if name in each and NOT_TRIED.search(each)]
        assert denies or LINK.search(text), f"{document.name} names {name}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_nothing_is_promised_that_no_test_can_show(document):
    assert not OVERCLAIMS.search(document.read_text())


@pytest.mark.torch
def test_readme_counts_the_known_mistakes(monkeypatch):
    from autograder.diagnosis.misconceptions import Catalogue  # noqa: PLC0415 - imports torch

    compared, catalogues = [], []
    for assignment in load_course(PROJECT).assignments.values():
        solutions = PROJECT / "solutions" / assignment.name
        monkeypatch.syspath_prepend(solutions)
        for file in sorted((PROJECT / "assignments" / assignment.name).glob("misconceptions/*.py")):
            catalogue = Catalogue(solutions / file.name, file)
            catalogues.append(catalogue)
            if assignment.name == "workbook" and file.stem != "counterexamples":  # wrong on purpose
                compared += [len(catalogue.touching(each)) for each in catalogue.targets]
    every = sum(len(catalogue.misconceptions) for catalogue in catalogues)
    text = " ".join((PROJECT / "README.md").read_text().split())

    assert f"Each of {every} mistakes is a function that makes it." in text
    assert (
        f"of its own function and of what that uses, from {min(compared)} to {max(compared)} of"
        in text
    )
