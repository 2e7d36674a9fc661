"""Prints the output of `autograder verify`: wrapped lines, and only the first faults of a claim."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from autograder.text.commands import PRINTED, Here

WIDTH = 100
FAULTS, LONGEST = 5, 400
UNBROKEN = "\xa0"


class Page:
    """Lines on standard output, wrapped."""

    def __init__(self, here: Here | None = None) -> None:
        """`here` is what the commands in what is printed have to name."""
        self._here = here or Here()
        self._console = Console(highlight=False, soft_wrap=True)

    def heading(self, words: str) -> None:
        """Print the assignment that the next lines are about."""
        self._console.print(Text(words, style="bold"))

    def claim(self, words: str, faults: Iterable[str]) -> None:
        """Print a claim with its mark, and its first faults."""
        found = list(faults)
        mark, style = ("✗", "red") if found else ("✓", "green")
        first, *others = textwrap.wrap(words, WIDTH - 4)
        self._console.print(Text.assemble("  ", (mark, style), f" {first}"))
        for line in others:
            self._console.print(Text(f"    {line}"))
        for fault in map(self._here.complete, found[:FAULTS]):
            self.line(fault if len(fault) <= LONGEST else f"{fault[:LONGEST]} …", indent=6)
        if len(found) > FAULTS:
            self.line(f"… and {len(found) - FAULTS} more like these", indent=6)

    def line(self, words: str, *, indent: int = 6, style: str = "") -> None:
        """Print a line of text, wrapped and indented."""
        margin = " " * indent
        deeper = f"{margin}  "
        # A command stays on one line, or it could not be copied.
        whole = PRINTED.sub(lambda found: found[0].replace(" ", UNBROKEN), words)
        for line in textwrap.wrap(
            whole,
            WIDTH,
            initial_indent=margin,
            subsequent_indent=deeper,
            break_on_hyphens=False,
            break_long_words=UNBROKEN not in whole,
        ):
            self._console.print(Text(line.replace(UNBROKEN, " "), style=style))

    def row(self, words: str) -> None:
        """Print a row of a table, cut instead of wrapped."""
        self._console.print(Text(words if len(words) <= WIDTH else f"{words[: WIDTH - 1]}…"))
