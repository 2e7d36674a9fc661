"""Tests what students get for assistants: it is in each template, true, and gives nothing away."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from support.paths import PROJECT

TEMPLATES = sorted(PROJECT.glob("student_template/*"))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_each_template_tells_assistants_to_be_tutors(template):
    page = (template / "AGENTS.md").read_text()

    assert "Do not write the solution" in page
    assert "```" not in page  # no code that could be copied
    for link in re.findall(r"\]\((.+?)\)", page):
        assert (template / link).is_file()
    assert "## Assistants" in (template / "README.md").read_text()


def test_the_options_that_it_names_exist():
    page = (PROJECT / "autograder" / "template" / "given" / "AGENTS.md").read_text()
    check = PROJECT / "student_template" / "workbook" / "check.py"
    told = subprocess.run(
        [sys.executable, str(check), "--help"], capture_output=True, text=True, check=True
    ).stdout

    named = set(re.findall(r"--[a-z-]+", page))
    assert named
    assert all(option in told for option in named)
