"""Tests that the files, folders, packages and commands that documents name exist."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from support.paths import PROJECT

NAMES = ("README.md", "CONTRIBUTING.md", "AGENTS.md")
DOCUMENTS = [*(PROJECT / name for name in NAMES), *PROJECT.glob("docs/*.md")]
LINK = re.compile(r"\]\((?!https?:)([^)#]+)\)")
# Matches `autograder/cli.py`, `grading/batch.py`, `tests/exporters/`, but neither `<assignment>/…`
# nor a name without a folder.
PATH = re.compile(r"`((?:[\w.-]+/)+(?:[\w-]+\.(?:py|md|yml))?)`")
MADE = (
    "dist/",
    "submissions/",
    "calibration/",
    "given/",
)  # made by a run, or below each assignment


def name_of(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_link_leads_to_a_file(document):
    for link in LINK.findall(document.read_text()):
        assert (document.parent / link).exists(), link


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_path_that_is_named_is_there(document):
    roots = (PROJECT, PROJECT / "autograder", PROJECT / "autograder" / "template" / "given")
    for path in PATH.findall(document.read_text()):
        is_there = any((root / path).exists() for root in roots)

        assert is_there or path.startswith(MADE), path


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_command_that_is_named_exists(document):
    named = set(
        re.findall(r"(?<!from )\bautograder (?!ci\b)([a-z]+(?:-[a-z]+)*)\b", document.read_text())
    )
    written = {path.stem.replace("_", "-") for path in PROJECT.glob("autograder/commands/*.py")}
    commands = written | {"template", "verify", "lesson"}

    assert named <= commands


def test_the_page_on_the_architecture_names_every_package():
    page = (PROJECT / "docs" / "ARCHITECTURE.md").read_text()
    packages = [path.parent.name for path in PROJECT.glob("autograder/*/__init__.py")]

    assert packages
    assert not [name for name in packages if f"`{name}/`" not in page]


def test_the_readme_is_short():
    assert len((PROJECT / "README.md").read_text().splitlines()) <= 100


def sentences_of(file: Path) -> list[str]:
    """Texts of a module that are sentences for people: they have a space, and document nothing."""
    tree = ast.parse(file.read_text())
    documenting = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    texts = (n for n in ast.walk(tree) if isinstance(n, ast.Constant) and id(n) not in documenting)
    return [n.value for n in texts if isinstance(n.value, str) and " " in n.value]


def test_people_read_of_known_mistakes_and_only_code_of_misconceptions():
    modules = [*(PROJECT / "autograder").rglob("*.py"), *(PROJECT / "benchmarks").glob("*.py")]
    said = {text: file for file in modules for text in sentences_of(file)}
    said |= {file.read_text(): file for file in DOCUMENTS}

    other = re.compile(r"(?<!equivalent_)misconceptions?\b(?!/|`)", re.IGNORECASE)
    assert len(said) > len(DOCUMENTS)
    assert not {name_of(file) for text, file in said.items() if other.search(text)}
