"""Text that a student may have chosen, printed so that none of it begins a line.

A line of output may be more than words: systems that run pipelines take some for commands, and
programs read others as JSON. Behind a bar, no line is either.
"""

from __future__ import annotations

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from autograder.text.legible import clean, harmless

BAR = "| "
LIMIT = 4000


class Quoted:
    """A text behind a bar: each of its lines, and each piece of one that is too long for one."""

    def __init__(self, text: str, *, style: str = "", before: str = BAR) -> None:
        """`before` is our own beginning of each line; it is not empty."""
        self._text, self._style, self._before = clean(text, limit=LIMIT), style, before

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width = max(options.max_width - len(self._before), 1)
        for line in harmless(self._text).split("\n"):
            for piece in Text(line).wrap(console, width, overflow="fold") or [Text()]:
                piece.rstrip()
                yield Text.assemble(self._before, piece, style=self._style)
