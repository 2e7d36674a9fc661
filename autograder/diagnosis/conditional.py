"""Hypotheses that hold only for some calls: a function with two ways, of which one is wrong.

A hypothesis that explains every wrong answer, but not the right ones, explains all if there is a
property which the wrong calls have and the right ones lack where it would change something.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from autograder.diagnosis import executable
from autograder.diagnosis.evidence import CallGroup, Evidence, Names
from autograder.diagnosis.misconceptions import Catalogue, Misconception
from autograder.diagnosis.oracle import Oracle
from autograder.diagnosis.properties import properties_of
from autograder.diagnosis.recording import RecordedCall
from autograder.diagnosis.search import Task
from autograder.diagnosis.trying import Trying

FEWEST = 2  # wrong answers, and right ones that it would change
MAX_HYPOTHESES = 40
MAX_BESIDE = 5  # mistakes, of which each is tried together with every other
KINDS = ("course", "default", "number", "parts", "single")  # of properties that code asks about


def conditional(
    group: CallGroup,
    names: Sequence[str],
    catalogue: Catalogue,
    oracle: Oracle,
    trying: Trying,
    beside: Names = (),
) -> Iterator[Misconception]:
    """Those of the hypotheses, each with a property of calls, that explain every recorded call: on
    top of what is made `beside`, those that this does not explain."""
    wrong = list(group.wrong_at(exactly=False))
    if beside:
        wrong = [each for each in wrong if not trying.fits(beside, each, exactly=False)]
    rest = [each for each in group.telling if each not in wrong and not each.is_empty]
    if len(wrong) < FEWEST or len(rest) < FEWEST:
        return
    held = {each: dict(_properties(each.call, catalogue)) for each in (*wrong, *rest)}
    common = [words for words in held[wrong[0]] if all(held[each].get(words) for each in wrong)]
    tried = 0
    for name in names:
        both = (*beside, name)
        if not all(trying.fits(both, each, exactly=False) for each in wrong):
            continue
        changed = [each for each in rest if not trying.fits(both, each, exactly=False)]
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
    holds = _holds(hypothesis.target, words, catalogue, oracle)
    return executable.where(f"{name}:where:{stem}", hypothesis, words, holds)


def _holds(
    function: str, words: str, catalogue: Catalogue, oracle: Oracle
) -> Callable[[dict[str, Any]], bool]:
    def holds(arguments: dict[str, Any]) -> bool:
        def find() -> Mapping[str, bool]:
            names = [v for v in arguments.values() if isinstance(v, str) and Path(v).is_file()]
            files = {name: Path(name).read_bytes() for name in names}
            call = RecordedCall(function, (), arguments, files=files)
            return dict(_properties(call, catalogue))

        return oracle.known_of(arguments, find).get(words, False)

    return holds


def _properties(call: RecordedCall, catalogue: Catalogue) -> Iterator[tuple[str, bool]]:
    """Words, and whether they are true of a call; the opposite too, where it has words."""
    for property_, is_so in properties_of(call, catalogue):
        if property_.kind in KINDS:
            yield property_.words, is_so
            if property_.otherwise:
                yield property_.otherwise, not is_so


def for_some_calls(
    group: CallGroup,
    names: Sequence[str],
    task: Task,
    oracle: Oracle,
    besides: Sequence[Names] = ((),),
) -> list[Names]:
    """Sets that explain every recorded call, of what is made anyway and of a hypothesis that holds
    only for some calls."""
    sets: list[Names] = []
    for beside in besides:
        found = conditional(group, names, task.catalogue, oracle, task.trying, beside)
        mistakes = {each.name: each for each in found}
        oracle.add(mistakes)
        sets += [(*beside, name) for name in mistakes]
    return [
        each
        for each in sets
        if len(each) == 1 or task.trying.is_explanation(each, group, exactly=False)
    ]


def made_anyway(group: CallGroup, likely: Sequence[str], task: Task) -> list[Names]:
    """Those that explain the most wrong answers, though not all, and leave right ones alone."""
    wrong = list(group.wrong_at(exactly=False))
    right = [each for each in group.evidence if not each.is_wrong]

    def explained(name: str, evidence: Sequence[Evidence]) -> int:
        return sum(task.trying.fits((name,), each, exactly=False) for each in evidence)

    found = {name: explained(name, wrong) for name in likely}
    kept = [
        name
        for name in sorted(likely, key=lambda name: -found[name])
        if FEWEST <= found[name] < len(wrong) and explained(name, right) == len(right)
    ]
    return [(name,) for name in kept[:MAX_BESIDE]]
