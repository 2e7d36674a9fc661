"""Tests how commands in sentences are made complete, and that each one in our code can be run."""

from __future__ import annotations

import ast
import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from support.paths import PROJECT

from autograder.cli import _parser
from autograder.text.commands import PRINTED, Here

KIT = PROJECT / "autograder"
ELSEWHERE = Here(Path("my course"), Path("g.sqlite"))
# Their sentences go through `Here.complete` where they are printed, or are errors, which `cli.py`
# prints. A command in another module is not complete yet: see to that, then add the module.
COMPLETED_LATER = {
    "gradebook/counting.py",
    "gradebook/database.py",
    "gradebook/points.py",
    "gradebook/problems.py",
    "verification/estimate.py",
    "verification/verify.py",
}
MADE_BY = ("command", "command_here", "line")
OPTIONS = {"STUDENT": "ada", "MOMENT": "'2026-12-01 23:59'", "REASON": "why"}


@pytest.mark.parametrize(
    ("sentence", "complete"),
    [
        ("Run `autograder template`.", "Run `autograder template --course 'my course'`."),
        ("`autograder gradebook log`", "--course 'my course' --gradebook g.sqlite`"),
        ("`autograder grade X --gradebook other`", "X --gradebook other --course 'my course'`"),
        ("`autograder gradebook merge ALL PART`", "`autograder gradebook merge ALL PART`"),
        ("`autograder self-check`", "`autograder self-check`"),
        ("`grade --json` has it, autograder knows.", "`grade --json` has it, autograder knows."),
    ],
)
def test_a_sentence_gets_what_its_commands_need(sentence, complete):
    assert ELSEWHERE.complete(sentence).endswith(complete)


def test_nothing_is_added_twice_nor_where_it_is_found_without():
    once = ELSEWHERE.complete("`autograder gradebook log`")

    assert ELSEWHERE.complete(once) == once
    usual = Here(gradebook=Path("grades.sqlite"))
    assert usual.command("gradebook log") == "`autograder gradebook log`"
    assert usual.command("regrade") == "`autograder regrade --gradebook grades.sqlite`"


def _text(node: ast.expr) -> str | None:
    """What a string holds, with X for what is put into it."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) or "X" for part in node.values)
    return None


def _commands(node: ast.AST, *, raised: bool = False) -> Iterator[tuple[str, bool]]:
    """Each command in the strings of a module, and whether it is complete when it is printed."""
    if isinstance(node, ast.Expr) and _text(node.value) is not None:
        return  # a docstring
    if isinstance(node, ast.keyword) and node.arg == "help":
        return  # it describes commands, and is read in any folder
    raised = raised or isinstance(node, ast.Raise)
    if isinstance(node, ast.Call):
        called = getattr(node.func, "attr", getattr(node.func, "id", ""))
        text = _text(node.args[-1]) if node.args else None
        # Others than ours have methods of these names, too.
        if called in MADE_BY and text and text.split()[0] in _names():
            yield text, True
    if isinstance(node, ast.expr) and (text := _text(node)) is not None:
        yield from ((found, raised) for found in PRINTED.findall(text))
        # Not in backticks, it would be overlooked where sentences are completed.
        plain = re.search(rf"(?<!`)\bautograder ({'|'.join(_names())})\b", text)
        assert plain is None, f"write {plain and plain[0]!r} in backticks"
        return
    for child in ast.iter_child_nodes(node):
        yield from _commands(child, raised=raised)


@cache
def _names() -> tuple[str, ...]:
    [commands] = (each for each in _parser()._actions if each.metavar == "COMMAND")
    return tuple(commands.choices)


PRINTS = sorted(
    path.relative_to(KIT).as_posix()
    for path in KIT.rglob("*.py")
    if "autograder " in path.read_text(encoding="utf-8") or path.parent.name == "commands"
    if path != KIT / "text" / "commands.py"  # it has the pattern of them all
)


@pytest.mark.parametrize("module", PRINTS)
def test_each_command_in_our_code_can_be_run_and_is_complete_where_it_is_read(module):
    tree = ast.parse((KIT / module).read_text(encoding="utf-8"))

    for command, is_complete in _commands(tree):
        for placeholder, value in OPTIONS.items():
            command = command.replace(placeholder, value)
        _parser().parse_args(shlex.split(command))  # ends the test if it can't be run
        assert is_complete or module in COMPLETED_LATER, f"{command}: see COMPLETED_LATER"


def test_templates_have_no_commands_of_their_own():
    names = "|".join(_names())

    for path in (KIT / "pages" / "templates").glob("*.html"):
        assert not re.search(rf"<code>autograder ({names})", path.read_text(encoding="utf-8"))
