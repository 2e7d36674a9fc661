"""A stranger's text as HTML that shows it and nothing else."""

from __future__ import annotations

from datetime import datetime

from markupsafe import Markup, escape

from autograder.text.legible import clean, one_line

MAX_CODE = 4000


def prose(text: str, limit: int = 2000) -> Markup:
    """One paragraph; what stands between backticks is shown as code."""
    parts = one_line(text, limit=limit).split("`")
    if len(parts) % 2 == 0:  # the last backtick has no partner: it is only a character
        parts[-2:] = ["`".join(parts[-2:])]
    shown = [
        Markup("<code>{}</code>").format(part) if number % 2 else escape(part)
        for number, part in enumerate(parts)
    ]
    return Markup("").join(shown)


def name(text: str) -> str:
    """A name of a person, a file or a folder: short, on one line, without hidden characters."""
    return one_line(text, limit=80)


def code(text: str) -> str:
    """Lines of code, without hidden characters."""
    return clean(text, limit=MAX_CODE)


def points(number: float | None) -> str:
    """'7.5'; '–' where there is no number yet."""
    return "–" if number is None else f"{number:.2f}".rstrip("0").rstrip(".")


def when(moment: datetime) -> str:
    """'Tue 1 Dec 2026, 23:59 CET', in the moment's own time zone."""
    zone = moment.strftime("%Z")
    return f"{moment:%a} {moment.day} {moment:%b %Y, %H:%M} {zone}".strip()


def number(value: float | str) -> str:
    """A number for a small cell, with a real minus."""
    if isinstance(value, str):
        return one_line(value, limit=12)
    shown = f"{value:.3g}" if abs(value) < 1000 or value != int(value) else f"{value:.0f}"
    shown = f"{value:.0e}" if len(shown) > 7 else shown
    return shown.replace("-", "−")
