"""Tests the workflow commands that we print for GitHub's runner, and that texts give none."""

from __future__ import annotations

import pytest
from support.reports import annotation

from autograder.exporters import annotations
from autograder.text.legible import harmless


def test_commands_are_escaped():
    (command,) = annotations.commands(
        [annotation(path="a,b:c.py", title="50 %, x::y", message="one\ntwo\r::error::x")]
    )

    assert command == (
        "::error file=a%2Cb%3Ac.py,line=1,title=50 %25%2C x%3A%3Ay::one%0Atwo%0D::error::x"
    )


def test_there_are_ten_of_a_kind_at_the_most():
    many = [annotation(n) for n in range(30)] + [annotation(n, level="notice") for n in range(30)]

    made = list(annotations.commands(many))

    assert [each.split()[0] for each in made] == ["::error"] * 10 + ["::notice"] * 10


@pytest.mark.parametrize(
    "text",
    ["::add-mask::x", "  ::set-output name=a::b", "a\n::error::x", "a\r::error::x", "x ##[group]",
     "##[add-mask]x", "a\u2028::error::x", "a\x0b::error::x", "\ufeff::error::x", "\x1b::error::x"],
)  # fmt: skip
def test_harmless_text_is_no_command(text):
    for line in harmless(text).split("\n"):
        assert not line.strip().startswith("::")
        assert "##[" not in line
        assert line.isprintable()
