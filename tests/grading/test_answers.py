"""Tests which questions of a text file are answered, in any editor's encoding."""

from __future__ import annotations

import codecs
import json

import pytest
from support.at_home import FACTS, RIGHT, WORDS, run

BOTH = WORDS.format(" Über 2 Größen.", "\n\nSo – ‘as it is’.")
LATIN = WORDS.format(" Über 2 Größen.", "\n\nSo, naïve.")


def counted(home, content: bytes) -> int:
    """How many of the two questions are answered."""
    (home / "numbers_.py").write_text(RIGHT)
    (home / "words.md").write_bytes(content)
    code, said = run(home)
    assert "2 of 2 visible tests pass" in said
    made = int(said.partition(" of 2 questions are answered")[0][-1])
    assert (code == 0) == (made == 2)
    return made


@pytest.mark.parametrize(
    "content",
    [
        BOTH.encode(),
        codecs.BOM_UTF8 + BOTH.encode(),
        BOTH.encode("cp1252"),
        LATIN.encode("latin-1"),
        LATIN.encode("mac-roman"),
        BOTH.encode("utf-16"),
        BOTH.encode("utf-16-le"),
        BOTH.encode("utf-16-be"),
        codecs.BOM_UTF16_BE + BOTH.encode("utf-16-be"),
        BOTH.encode("utf-32"),
        BOTH.replace("\n", "\r\n").encode(),
        BOTH.replace("\n", "\r").encode(),
    ],
)
def test_every_encoding_is_read(home, content):
    assert counted(home, content) == 2


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("\n \n", 0),
        ("## Why?\n\n## And why not?\n", 0),
        (WORDS.format("", ""), 0),
        (WORDS.format("\n\n-\n", " >"), 0),
        (WORDS.format("\n# of windows = H - K + 1", ""), 1),
        (WORDS.format("", "\n\n## of windows"), 1),
        (WORDS.format("\n> as it says", "\n- so\n- and so"), 2),
        (WORDS.format("\n| a | b |", "\n```\n1 + 1\n```"), 2),
        (WORDS.format(" 因为", "\n\n---\n42"), 2),
        (WORDS.format(" Because.", " So.").partition("## And")[0], 1),  # a question is deleted
        (WORDS.format("", " So.").replace("## Why?\n", ""), 1),  # a heading is
        (WORDS.format("", " So.").replace("And why not?", "Why not?"), 1),  # or is changed
        (WORDS.format(" Because.", "").replace("And why not?", "Why not?"), 1),
        (WORDS.format(" Because.", " So.").replace("*", "_"), 2),
        ("## Why?\n\nBecause.\n\n## And why not?\n\n", 1),  # written in place of the marker
        (WORDS.format("", "").replace("*Your answer:*", "Because.\n\n*Your answer:*", 1), 1),
        ("My name\n\n" + WORDS.format("", ""), 0),
    ],
)
def test_what_counts_as_an_answer(home, text, count):
    assert counted(home, text.encode()) == count


def test_questions_without_headings(home):
    tasks = [FACTS["tasks"][0], {**FACTS["tasks"][1], "asked": ["1.\n", "\n2.\n", "\nEnd.\n"]}]
    (home / "assignment.json").write_text(json.dumps({**FACTS, "tasks": tasks}))
    text = "1.\n*Your answer:*{}\n2.\n*Your answer:*{}\nEnd.\n"

    assert counted(home, text.format("", "").encode()) == 0
    assert counted(home, text.format("", " So.").encode()) == 1
    assert counted(home, text.format("\n# of windows", "\nSo.").encode()) == 2


def test_a_question_wrapped_anew_is_no_answer(home):
    asked = ["## Why?\n\nIs it so, or not?\n\n", "\n\n## And why not?\n\n", "\n"]
    tasks = [FACTS["tasks"][0], {**FACTS["tasks"][1], "asked": asked}]
    (home / "assignment.json").write_text(json.dumps({**FACTS, "tasks": tasks}))
    text = (
        "## Why?\n\nIs it so,\nor not?{}\n\n*Your answer:*\n\n## And why not?\n\n*Your answer:*\n"
    )

    assert counted(home, text.format("").encode()) == 0
    assert counted(home, text.format("\nIt is.").encode()) == 1


def test_a_missing_file_has_no_answers(home):
    (home / "words.md").unlink()

    assert "0 of 2 questions are answered" in run(home)[1]
