"""What `autograder verify` prints: no line longer than a screen, and no more than can be read."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

WIDTH = 100
FAULTS, LONGEST = 5, 400


class Page:
    """Lines on standard output, wrapped."""

    def __init__(self) -> None:
        self._console = Console(highlight=False, soft_wrap=True)

    def heading(self, words: str) -> None:
        """The assignment that the following is about."""
        self._console.print(Text(words, style="bold"))

    def claim(self, words: str, faults: Iterable[str]) -> None:
        """A promise, and the first of what speaks against it."""
        found = list(faults)
        mark, style = ("✗", "red") if found else ("✓", "green")
        first, *others = textwrap.wrap(words, WIDTH - 4)
        self._console.print(Text.assemble("  ", (mark, style), f" {first}"))
        for line in others:
            self._console.print(Text(f"    {line}"))
        for fault in found[:FAULTS]:
            self.line(fault if len(fault) <= LONGEST else f"{fault[:LONGEST]} …", indent=6)
        if len(found) > FAULTS:
            self.line(f"… and {len(found) - FAULTS} more like these", indent=6)

    def line(self, words: str, *, indent: int = 6, style: str = "") -> None:
        """Something more to know."""
        margin = " " * indent
        deeper = f"{margin}  "
        for line in textwrap.wrap(
            words, WIDTH, initial_indent=margin, subsequent_indent=deeper, break_on_hyphens=False
        ):
            self._console.print(Text(line, style=style))

    def row(self, words: str) -> None:
        """A row of a table, which would be spoiled by wrapping: cut."""
        self._console.print(Text(words if len(words) <= WIDTH else f"{words[: WIDTH - 1]}…"))
