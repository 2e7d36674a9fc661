"""The stub of a known mistake, with what a group of students has answered as comments.

Students' code stays a comment: known mistakes run in the process that holds all secrets.
"""

from __future__ import annotations

from collections.abc import Iterator

from autograder.pages.causes import Cause
from autograder.results import Numbers
from autograder.text.legible import clean, one_line

MAX_LINE = 96
MAX_CODE = 3000


def stub(cause: Cause, name: str) -> str:
    """The function, which changes nothing as yet: so `verify` fails until it is written."""
    students = f"{len(cause.who)} student{'s' if len(cause.who) != 1 else ''}"
    lines = [
        f"def {name}({cause.function}):",
        '    """TODO: the sentence that these students read. What could they look at?"""',
        f"    # {students} gave the same wrong answers ({cause.name}).",
        *(f"    # {line}".rstrip() for line in _evidence(cause)),
        "    # TODO: return a function that answers as theirs do.",
        f"    return {cause.function}",
    ]
    return "\n".join(lines) + "\n"


def _evidence(cause: Cause) -> Iterator[str]:
    if cause.call:
        yield f"A call that goes wrong: {one_line(cause.call, limit=MAX_LINE)}"
    if cause.picture is not None:
        example = cause.picture.example
        yield "A small one:"
        yield from (f"    {line}"[:MAX_LINE] for line in _lines(example.code))
        yield f"    theirs:   {_numbers(example.yours)}"[:MAX_LINE]
        yield f"    expected: {_numbers(example.expected)}"[:MAX_LINE]
    if cause.codes:
        yield "One of them wrote:"
        yield from (f"    {line}"[:MAX_LINE] for line in _lines(cause.codes[0].text))


def _lines(text: str) -> list[str]:
    """Lines that stay inside their comments, whatever characters end a line for Python."""
    return [one_line_of_code(line) for line in clean(text, limit=MAX_CODE).split("\n")]


def one_line_of_code(line: str) -> str:
    """The line with its indentation, and with nothing that could end it."""
    return "".join(c if c.isprintable() else " " for c in line.expandtabs(4))


def _numbers(numbers: Numbers) -> str:
    values = ", ".join(str(value) for value in numbers.values)
    return f"{numbers.shape} {values}"
