"""Tests that any text, escaped for Markdown, is shown as plain text."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from autograder.exporters.markup import JOINER, code, plain, prose

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
PIECES = st.sampled_from([*"ab1 @#:/\\`*_{}[]()<>!|~$&=+-.%\n\t\x1b\u202e", "www.", "http", "ü"])
TEXTS = st.lists(PIECES, max_size=40).map("".join)


def shown(markdown: str) -> tuple[str, set[str]]:
    """The text that a reader sees, and the HTML tags in it."""
    rendered = MARKDOWN.render(markdown)
    text = html.unescape(re.sub(r"<[^>]*>", "", rendered)).replace(JOINER, "")
    return text.strip(), set(re.findall(r"</?(\w+)", rendered))


def as_read(text: str) -> str:
    """A text as a reader should see it: one line, without characters that don't print."""
    return "".join(c if c.isprintable() else "�" for c in " ".join(text.split()))


@given(TEXTS)
def test_prose_says_what_it_was_given(text):
    said, tags = shown(f"Said: {prose(text)}")

    # Backticks make code; alone, one is a character.
    assert tags <= {"p", "code"}
    assert re.sub("[`'|¦ ]", "", said) == re.sub("[`'|¦ ]", "", as_read(f"Said: {text}"))


@given(TEXTS)
def test_at_the_beginning_of_a_line_too(text):
    assert shown(prose(text))[1] <= {"p", "code"}


@given(TEXTS)
def test_one_cell_of_a_table_stays_one(text):
    rendered = MARKDOWN.render(f"| a | b |\n|---|---|\n| {prose(text)} | {code(text)} |\n")

    assert rendered.count("<td>") == 2


@pytest.mark.parametrize(
    "text",
    [
        "@teacher look", "a@b.example", "#12", "class/handing-in#12", "GH-12", "https://x.example",
        "ftp://x.example", "www.x.example", ":shipit:", "deadbeef1234567", "!12", "%3", "~4", "$x$",
    ],
)  # fmt: skip
def test_nothing_that_github_or_gitlab_would_link(text):
    written = plain(text)

    links = (
        r"@\w", r"(?<!&)#\d", r"GH-\d", r"://", r"www\.", r":\w+:", r"\b[0-9a-f]{7,40}\b", r"!\d",
        r"%\d", r"~\d", r"\$",
    )  # fmt: skip
    assert not [link for link in links if re.search(link, written)], written


def test_names_in_backticks_become_code():
    assert prose("`conv2d` needs *two*") == "`conv2d` needs \\*two\\*"
