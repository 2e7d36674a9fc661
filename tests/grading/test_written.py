"""Tests which sentences of a course students may read word for word."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.paths import PROJECT, TOY_COURSE

from autograder.errors import Ours
from autograder.grading.written import Written

GRADERS = sorted(
    path for root in (PROJECT, TOY_COURSE) for path in root.glob("assignments/*/graders/*.py")
)
# Functions that take a sentence → the position of that argument.
SENTENCES = {
    "that": 1, "partly": 1, "note": 0,
    "CheckFailed": 0, "StudentUnfinished": 0, "StudentTimeout": 0, "StudentOutOfMemory": 0,
}  # fmt: skip

CHECKS = '''
"""A file of checks."""
expect.that(False, "This is " "so.")
expect.that(False, f"This is {so}.")
expect.that(False, "This is " + so)
expect.that(False, "This is {}.".format(so))
'''


def sentences_of(path: Path) -> Iterator[tuple[int, ast.expr, bool]]:
    """For each sentence: its line, its expression, and whether there is another for students."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func).rpartition(".")[2]
            if name in SENTENCES and len(node.args) > SENTENCES[name]:
                has_another = any(keyword.arg == "told" for keyword in node.keywords)
                yield node.lineno, node.args[SENTENCES[name]], has_another


@pytest.mark.parametrize("path", GRADERS, ids=lambda path: "/".join(path.parts[-3:]))
def test_whatever_a_check_puts_together_says_what_students_read(path):
    missing = [
        f"{path}:{line}: {ast.unparse(sentence)}"
        for line, sentence, has_another in sentences_of(path)
        if not has_another
        and not isinstance(sentence, ast.Constant)
        and not (isinstance(sentence, ast.Name) and sentence.id.isupper())
        and not (isinstance(sentence, ast.Call) and ast.unparse(sentence.func).endswith("ours"))
    ]

    assert not missing, "\n".join(missing)


@pytest.mark.parametrize(
    ("sentence", "is_theirs"),
    [
        ("This is so.", True),
        ("A file of checks.", True),
        (Ours("This is 7."), True),
        ("This is 7.", False),
        ("This is ", False),
        (".", False),
    ],
)
def test_what_stands_in_the_file_word_for_word_quotes_nobody(tmp_path, sentence, is_theirs):
    (tmp_path / "checks.py").write_text(CHECKS)

    assert Written([tmp_path / "checks.py"]).holds(sentence) is is_theirs
