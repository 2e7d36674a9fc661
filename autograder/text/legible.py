"""Makes a stranger's text fit to be shown: capped, without hidden characters or commands.

Students choose names, paths, printed lines and the texts of exceptions. No line that we print
begins with such a text: see `quoting`. GitHub's commands in a log are described at
https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands.
"""

from __future__ import annotations

import re
import unicodedata

LIMIT = 500
MAX_SHOWN_NAME = 60
MAX_MARKS = 3  # on one letter; no written language needs more
COMMAND = re.compile(r"##(?=\w*\[)")  # anywhere in a line; GitHub's begin a line with `::`
# Letters by their category, and yet invisible.
BLANK = "\u115f\u1160\u2800\u3164\uffa0"


def clean(text: str, *, limit: int) -> str:
    """The first `limit` characters, without hidden ones, piles of marks and commands."""
    shown, marks = [], 0
    for character in text[:limit]:
        category = unicodedata.category(character)
        marks = marks + 1 if category[0] == "M" else 0
        if marks <= MAX_MARKS:
            shown.append(_visible(character, category))
        elif marks == MAX_MARKS + 1:
            shown.append("�")
    cut = " …" if len(text) > limit else ""
    return COMMAND.sub("# #", "".join(shown)) + cut


def one_line(text: str, *, limit: int = LIMIT) -> str:
    """The same on a single line, so that a text can't imitate a line of a report."""
    return clean(" ".join(text[: 2 * limit].split()), limit=limit)


def quoted(text: str) -> str:
    """A name in quotes, as sentences show it: short, and without anything that is not printable."""
    short = text if len(text) <= MAX_SHOWN_NAME else f"{text[: MAX_SHOWN_NAME - 1]}…"
    visible = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in short)
    return f"'{clean(visible, limit=10 * MAX_SHOWN_NAME)}'"


def harmless(text: str) -> str:
    """The text without anything that a runner takes for a command; one line stays one line."""
    lines = ("".join(c if c.isprintable() else " " for c in line) for line in text.splitlines())
    return "\n".join(_harmless(line) for line in lines)


def _harmless(line: str) -> str:
    """Break the commands in a line: `::` at its beginning, `##[` or `##vso[` anywhere."""
    quoted = COMMAND.sub("# #", line)
    return f"| {quoted}" if quoted.lstrip().startswith("::") else quoted


def _visible(character: str, category: str) -> str:
    # All of Unicode's control, format, surrogate and unassigned characters, and line separators.
    hidden = category[0] == "C" or character in "\u2028\u2029" or character in BLANK
    return "�" if hidden and character not in "\n\t" else character
