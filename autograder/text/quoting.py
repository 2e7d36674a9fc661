"""Prints text that a student may have chosen so that none of it begins a line.

Systems that run pipelines read some lines of output as commands, and programs read others as JSON.
A line that begins with a bar is neither.
"""

from __future__ import annotations

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from autograder.text.legible import clean, harmless

BAR = "| "
LIMIT = 4000


class Quoted:
    """A text whose lines all begin with a bar, also those that a long line is broken into."""

    def __init__(self, text: str, *, style: str = "", before: str = BAR) -> None:
        """`before` begins each line; it must not be empty."""
        self._text, self._style, self._before = clean(text, limit=LIMIT), style, before

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width = max(options.max_width - len(self._before), 1)
        for line in harmless(self._text).split("\n"):
            for piece in Text(line).wrap(console, width, overflow="fold") or [Text()]:
                piece.rstrip()
                yield Text.assemble(self._before, piece, style=self._style)
