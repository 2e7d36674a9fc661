"""Questions as text and as a page; the answers stand apart, for whoever asks."""

from __future__ import annotations

from collections.abc import Sequence

from jinja2 import Environment, PackageLoader, StrictUndefined

from autograder.viva.questions import Question

_TEMPLATES = Environment(
    loader=PackageLoader("autograder.viva"), autoescape=True, undefined=StrictUndefined
)


def as_text(questions: Sequence[Question]) -> str:
    """The questions, and the answers below all of them."""
    asked = [
        f"{number}. {each.words}\n\n{_indented(each.code)}\n"
        for number, each in enumerate(questions, start=1)
    ]
    answers = [
        f"{number}. {each.answer}{f'   ({each.remark})' if each.remark else ''}"
        for number, each in enumerate(questions, start=1)
    ]
    return "\n".join([*asked, "Answers of the student's own code:", *answers])


def as_page(questions: Sequence[Question], title: str) -> str:
    """The same as one HTML file, in which each answer opens by a click."""
    return _TEMPLATES.get_template("viva.html").render(questions=questions, title=title)


def _indented(text: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in text.splitlines())
