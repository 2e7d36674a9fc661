"""Answers with too few entries along an axis, and always as many: read from the answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from autograder.diagnosis.evidence import Evidence
from autograder.diagnosis.executable import of_answers
from autograder.diagnosis.maps import Arguments, Map
from autograder.diagnosis.maps_of_axes import stem_of
from autograder.diagnosis.misconceptions import Misconception
from autograder.diagnosis.places import ANSWER
from autograder.text.axes import plural

FEWEST = 2  # of a single one, another map says more


def at_most(
    function: str, evidence: Sequence[Evidence], words: Sequence[str]
) -> Iterator[tuple[str, Misconception]]:
    """By name: as many as came wherever too few did, and the others left out; `words` are those
    for the axes."""
    pairs = [(_shape(each.mine.answer), _shape(each.right.answer)) for each in evidence]
    known = [(mine, right) for mine, right in pairs if len(mine) == len(right) == len(words)]
    for axis, word in enumerate(words):
        lengths = {mine[axis] for mine, right in known if mine[axis] < right[axis]}
        if len(lengths) != 1 or (most := lengths.pop()) < FEWEST:
            continue
        if all(mine[axis] <= most for mine, _ in known):
            name = f"{function}:{ANSWER}:{stem_of(word)}:first_{most}_kept"
            map_ = Map(name, f"only the first {most} {plural(word)} of {{it}} were kept", _as_it_is)
            yield name, of_answers(name, "the result", map_, _first(axis, most))


def _shape(answer: Any) -> tuple[int, ...]:
    """That of a tensor or an array; of anything else, none."""
    return tuple(getattr(answer, "shape", ()))


def _as_it_is(answer: Any, given: Arguments) -> Any:
    return answer


def _first(axis: int, most: int) -> Any:
    def change(answer: Any, _: Any, given: Arguments) -> Any:
        return answer[(slice(None),) * axis + (slice(most),)]

    return change
