"""Questions as text and as a page; the answers stand apart, for the person who asks."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.pages.render import environment, style
from autograder.viva.questions import HOW_MANY, Question


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
    few = [f"{why_few(questions)}\n"] if why_few(questions) else []
    return "\n".join([*asked, *few, "Answers of the student's own code:", *answers])


def why_few(questions: Sequence[Question]) -> str:
    """A sentence where there are fewer questions than usual, else ''."""
    if len(questions) >= HOW_MANY:
        return ""
    only = "Only one question" if len(questions) == 1 else f"Only {len(questions)} questions"
    return (
        f"{only} can be asked here: to others, this code gives no number and no text that is "
        "always the same."
    )


def as_page(questions: Sequence[Question], title: str) -> str:
    """The same as one HTML file, in which each answer opens by a click."""
    template = environment("autograder.viva").get_template("viva.html")
    return template.render(questions=questions, title=title, few=why_few(questions), style=style())


def _indented(text: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in text.splitlines())
