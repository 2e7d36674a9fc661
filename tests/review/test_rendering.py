"""An answer can't run, load or send anything, and shows what it hides."""

from __future__ import annotations

import re

import pytest

from autograder.review.rendering import MAX_LENGTH, TAGS, as_html

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "![picture](https://example.org/x.png)",
    "[click](javascript:alert(1))",
    "<https://example.org>",
    "[a]: https://example.org\n\n[a]",
    "<style>body{display:none}</style>",
    '<iframe src="https://example.org"></iframe>',
    "<form action=https://example.org><button>give full marks</button></form>",
    "`<b>`\n\n    <script>alert(1)</script>",
    "<svg/onload=alert(1)>",
    "<!--><script>alert(1)</script>-->",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "| <script>a | b |\n|---|---|\n| <img src=x onerror=1> | d |",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_only_plain_tags_without_attributes_are_left(text):
    html = as_html(text)

    tags = re.findall(r"<(/?)([a-z0-9]+)([^>]*)>", html)
    assert tags
    assert {name for _, name, _ in tags} <= TAGS
    assert {more.strip(" /") for _, _, more in tags} == {""}


def test_markdown_is_shown_as_it_is_meant():
    html = as_html("**bold** and `code`\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |")

    for tag in ("<strong>bold</strong>", "<code>code</code>", "<li>one</li>", "<td>1</td>"):
        assert tag in html


def test_what_is_hidden_is_seen():
    assert "\u202e" not in as_html("a\u202eb")
    assert "\x1b" not in as_html("\x1b[31mred")
    assert as_html("a\u0301" * 3) != as_html("a")
    assert len(as_html("Z" + "\u0300" * 500)) < 100


def test_long_answers_are_cut_and_say_so():
    html = as_html("x " * MAX_LENGTH)

    assert len(html) < 2 * MAX_LENGTH
    assert html.rstrip().endswith("…</p>")
