"""Hypotheses that hold only for some calls: a function with two ways, of which one is wrong.

A hypothesis that explains every wrong answer, but not the right ones, explains all if there is a
property which the wrong calls have and the right ones lack where it would change something.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from autograder.diagnosis import executable
from autograder.diagnosis.evidence import CallGroup
from autograder.diagnosis.misconceptions import Catalogue, Misconception
from autograder.diagnosis.oracle import Oracle
from autograder.diagnosis.properties import properties_of
from autograder.diagnosis.recording import RecordedCall
from autograder.diagnosis.trying import Trying

FEWEST = 2  # wrong answers, and right ones that it would change
MAX_HYPOTHESES = 40
KINDS = ("course", "default", "number", "parts", "single")  # of properties that code asks about


def conditional(
    group: CallGroup, names: Sequence[str], catalogue: Catalogue, oracle: Oracle, trying: Trying
) -> Iterator[Misconception]:
    """Those of the hypotheses, each with a property of calls, that explain every recorded call."""
    wrong = list(group.wrong_at(exactly=False))
    rest = [each for each in group.telling if each not in wrong and not each.is_empty]
    if len(wrong) < FEWEST or len(rest) < FEWEST:
        return
    held = {each: dict(_properties(each.call, catalogue)) for each in (*wrong, *rest)}
    common = [words for words in held[wrong[0]] if all(held[each].get(words) for each in wrong)]
    tried = 0
    for name in names:
        if not all(trying.fits((name,), each, exactly=False) for each in wrong):
            continue
        changed = [each for each in rest if not trying.fits((name,), each, exactly=False)]
        if len(changed) < FEWEST:
            continue
        for words in common:
            if not any(held[each].get(words, True) for each in changed):
                yield _where(name, words, catalogue, oracle)
        tried += 1
        if tried == MAX_HYPOTHESES:
            return


def _where(name: str, words: str, catalogue: Catalogue, oracle: Oracle) -> Misconception:
    stem = re.sub(r"\W+", "_", words).strip("_")
    hypothesis = oracle.mistake(name)
    holds = _holds(hypothesis.target, words, catalogue)
    return executable.where(f"{name}:where:{stem}", hypothesis, words, holds)


def _holds(function: str, words: str, catalogue: Catalogue) -> Callable[[dict[str, Any]], bool]:
    def holds(arguments: dict[str, Any]) -> bool:
        call = RecordedCall(function, (), arguments)
        return dict(_properties(call, catalogue)).get(words, False)

    return holds


def _properties(call: RecordedCall, catalogue: Catalogue) -> Iterator[tuple[str, bool]]:
    """Words, and whether they are true of a call; the opposite too, where it has words."""
    for property_, is_so in properties_of(call, catalogue):
        if property_.kind in KINDS:
            yield property_.words, is_so
            if property_.otherwise:
                yield property_.otherwise, not is_so
