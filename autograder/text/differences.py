"""Where plain data first differs from what is wanted, in words that show neither."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from autograder.text.answers import is_plural

KINDS = {
    bool: "a bool",
    int: "an int",
    float: "a float",
    str: "a text",
    list: "a list",
    tuple: "a tuple",
    dict: "a dict",
    type(None): "None",
}
RELATIVE = ABSOLUTE = 1e-9  # of floats, whose sums may be taken in any order


@dataclass(frozen=True)
class Difference:
    """What is wrong with a part of an answer: `where` are its places, the innermost first.

    `kind` is set where the part is of another kind: what it should be; `part` is the part itself.
    """

    where: tuple[str, ...] = ()
    said: str = ""
    kind: str = ""
    part: object = None

    def part_of(self, name: str) -> str:
        """The part in words, of what has this name: 'Entry 2 of the result'."""
        if not self.where:
            return name
        words = " of ".join((*self.where, f"{name[:1].lower()}{name[1:]}"))
        return f"{words[:1].upper()}{words[1:]}"

    def sentence_of(self, name: str) -> str:
        """What is wrong with it, as a sentence."""
        verb, _, rest = self.said.partition(" ")
        if not self.where and is_plural(name):
            verb = {"is": "are", "has": "have", "lacks": "lack"}[verb]
            rest = rest.replace("than it", "than they")
        return f"{self.part_of(name)} {verb} {rest}."


def first_difference(answer: object, wanted: object) -> Difference | None:
    """The first difference; None if there is none.

    `wanted` is a number, a text, None, or a list, tuple or dict of such. Raises TypeError if it is
    anything else.
    """
    return next(_differences(answer, wanted, ()), None)


def _differences(answer: object, wanted: object, where: tuple[str, ...]) -> Iterator[Difference]:
    kind = type(wanted)
    if kind not in KINDS:
        raise TypeError(f"what is wanted holds {kind.__name__}, which is no plain data")
    if isinstance(wanted, float) and type(answer) is int:
        answer = float(answer)
    if type(answer) is not kind:
        yield Difference(where, kind=KINDS[kind], part=answer)
    elif isinstance(wanted, float) and isinstance(answer, float):
        is_near = math.isclose(answer, wanted, rel_tol=RELATIVE, abs_tol=ABSOLUTE)
        if not is_near and not (math.isnan(answer) and math.isnan(wanted)):
            yield Difference(where, "is not the right number")
    elif isinstance(wanted, str) and isinstance(answer, str):
        yield from _of_texts(answer, wanted, where)
    elif isinstance(wanted, list | tuple) and isinstance(answer, list | tuple):
        for place, (mine, right) in enumerate(zip(answer, wanted, strict=False)):
            yield from _differences(mine, right, (f"entry {place}", *where))
        yield from _of_lengths(len(answer), len(wanted), where)
    elif isinstance(wanted, dict) and isinstance(answer, dict):
        if answer.keys() != wanted.keys():
            lacks = "lacks a key" if wanted.keys() - answer.keys() else "has a key too many"
            yield Difference(where, lacks)
        for key, right in wanted.items():
            if key in answer:
                yield from _differences(answer[key], right, ("the value of a key", *where))
    elif answer != wanted:
        yield Difference(
            where, "is not the right number" if kind is int else "is not the right one"
        )


def _of_texts(answer: str, wanted: str, where: tuple[str, ...]) -> Iterator[Difference]:
    for place, (mine, right) in enumerate(zip(answer, wanted, strict=False)):
        if mine != right:
            yield Difference(where, f"is not the right text from character {place} on")
            return
    yield from _of_lengths(len(answer), len(wanted), where)


def _of_lengths(answer: int, wanted: int, where: tuple[str, ...]) -> Iterator[Difference]:
    if answer != wanted:
        yield Difference(
            where, f"is {'longer' if answer > wanted else 'shorter'} than it should be"
        )
