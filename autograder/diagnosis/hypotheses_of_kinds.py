"""As-if hypotheses that change no number: what holds the answer, and to what a gradient flows."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from autograder.diagnosis import maps_of_kinds
from autograder.diagnosis.binding import Binding
from autograder.diagnosis.evidence import Evidence
from autograder.diagnosis.executable import at_place, function_of, of_answers
from autograder.diagnosis.executable_layers import is_layer, of_parameters
from autograder.diagnosis.maps import Map
from autograder.diagnosis.misconceptions import Catalogue, Misconception
from autograder.diagnosis.places import ANSWER, Place, places_of
from autograder.diagnosis.properties import signature_of

RIGHT_BUT = " are right, but "


def kinds(
    function: str, evidence: Sequence[Evidence], catalogue: Catalogue
) -> dict[str, Misconception]:
    """Those of a function by name; of a layer, what its parameters are."""
    thing: Any = getattr(catalogue.right, function, None)
    if is_layer(thing):
        settings = list(signature_of(getattr(catalogue.right, function)).parameters)
        return dict(of_parameters(function, evidence, settings))
    if not inspect.isfunction(thing):
        return {}
    found = {}
    for each in maps_of_kinds.of_kinds():
        name = f"{function}:{ANSWER}:{each.name}"
        found[name] = _of_answer(name, each)
    binding = Binding(signature_of(thing))
    *arguments, _ = places_of(thing, evidence, catalogue)
    for place in filter(lambda each: each.is_numbers, arguments):
        for each in maps_of_kinds.of_arguments():
            name = f"{function}:{place.name}:{each.name}"
            found[name] = _of_argument(name, binding, place, each)
    return found


def besides(kind: Misconception) -> Misconception:
    """The same where the numbers are not right either."""
    _, _, what = kind.sentence.partition(RIGHT_BUT)
    what = what.replace("they are", "the answers are")
    return replace(kind, sentence=f"In `{kind.target}`, besides, {what}") if what else kind


def _of_answer(name: str, map_: Map) -> Misconception:
    """The right numbers held by something else."""
    made = of_answers(name, "they", map_, lambda answer, _, given: map_.change(answer, given))
    return replace(made, sentence=_sentence(name, "they", map_))


def _of_argument(name: str, binding: Binding, place: Place, map_: Map) -> Misconception:
    """The right numbers, of another thing with the same numbers as an argument."""
    made = at_place(name, binding, place, map_)
    return replace(made, sentence=_sentence(name, place.words, map_))


def _sentence(name: str, it: str, map_: Map) -> str:
    words = map_.words.replace("{it}", it)
    return f"The numbers of `{function_of(name)}`{RIGHT_BUT}{words}."
