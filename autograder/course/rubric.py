"""The rubric of a task that a person grades: its questions, and what earns points in each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated

from pydantic import Field

from autograder.course.section import Section, Text
from autograder.scoring import add_up


class Item(Section):
    """What an answer may have: its points, which may be negative, and the words that students read.

    `note` is for those who grade.
    """

    points: Annotated[float, Field(allow_inf_nan=False)]
    """What it adds; it may be negative."""
    words: Text
    """What students read if it was found."""
    note: str = ""
    """For those who grade."""


class Question(Section):
    """A question: its heading in the file, the most that it is worth, and the items by name.

    Items must not be renamed once answers are read, for readings name them; their points and words
    may change at any time.
    """

    question: Text
    """Its heading in the file, word for word."""
    points: Annotated[float, Field(gt=0, allow_inf_nan=False)]
    """The most that it is worth."""
    items: Annotated[Mapping[Text, Item], Field(min_length=1)]
    """What an answer may have, by name."""

    def points_of(self, items: Iterable[str]) -> float:
        """What an answer with these items earns: no less than 0, no more than the question has."""
        total = add_up(self.items[name].points for name in items if name in self.items)
        return min(max(total, 0.0), self.points)


def faults(
    rubric: tuple[Question, ...], points: float, graded_by: str
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """What is wrong with a task's rubric: the place in the task, and a sentence."""
    if not rubric:
        return
    if graded_by != "person":
        yield ("rubric",), "a rubric is for people; add `graded_by: person`, or remove the rubric."
        return
    total = add_up(each.points for each in rubric)
    if total != points:
        yield (
            ("rubric",),
            f"the questions of the rubric have {total:g} points together, and the task has "
            f"{points:g}; make them equal.",
        )
    seen = set()
    for index, each in enumerate(rubric):
        if each.question in seen:
            yield ("rubric", index, "question"), f"{each.question!r} is there twice; keep one."
        seen.add(each.question)
        most = add_up(item.points for item in each.items.values() if item.points > 0)
        if most < each.points:
            yield (
                ("rubric", index, "items"),
                f"all items of {each.question!r} together give {most:g} points, and the question "
                f"has {each.points:g}; nobody could earn them.",
            )
