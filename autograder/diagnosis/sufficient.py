"""Finds where the student's function is right: the weakest property whenever which it is.

The function is asked small calls that vary one thing at a time, and some that vary several. Said is
a property, or two together, that every asked call has which is right whenever it holds, that covers
most of the right ones, and that a few fresh calls confirm: some as they are drawn, others with
numbers of the wrong calls in them, or with settings given as theirs are. A crash counts as wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, islice

from autograder.diagnosis.asking import Asking, has_right_numbers
from autograder.diagnosis.evidence import Evidence
from autograder.diagnosis.like_the_wrong import LikeWrong, like_wrong
from autograder.diagnosis.misconceptions import Catalogue
from autograder.diagnosis.probes import Probes
from autograder.diagnosis.properties import KINDS, properties_of
from autograder.diagnosis.recording import RecordedCall

SEVERAL_AT_ONCE = 18  # calls
SEVERAL_RIGHT = 8  # calls; of fewer, too few may have what matters
FEWEST = 4  # right calls have to have the property
FEWEST_CRASHES = 2
COVERED = 0.5  # of the right calls
FRESH, ROUNDS = 8, 3
MAX_TRIES = 150  # calls looked at, to find fresh ones with a property
SEED = 41
SUFFICIENT_KIND = "memory"  # the mistake itself: numbers are taken as they lie


@dataclass(frozen=True)
class Whenever:
    """The properties whenever which a function is right, in words; none if none was confirmed.

    `only` is a name for what is wrong if that is all: other calls may end in an exception, and none
    gets a wrong answer.
    """

    words: tuple[str, ...] = ()
    only: str = ""


def where_right(
    probes: Probes,
    recorded: Sequence[Evidence],
    asking: Asking,
    catalogue: Catalogue,
    asked_before: Sequence[Evidence] = (),
) -> Whenever:
    """The properties, confirmed by fresh calls.

    `asked_before` are calls that vary one thing at a time, and more, if they were asked already.
    """
    known = _Known(catalogue)
    one_at_a_time = [] if asked_before else list(probes.one_at_a_time())
    asked = [*asked_before, *asking.each(one_at_a_time, most=len(one_at_a_time))]
    asked += asking.each(probes.several_at_once(SEED), most=SEVERAL_AT_ONCE)
    if sum(not each.is_wrong for each in asked) < SEVERAL_RIGHT:
        asked += asking.each(probes.several_at_once(SEED - 1), most=SEVERAL_AT_ONCE)
    evidence = [*asked, *(_by_numbers(each) for each in recorded)]
    held = (_held(evidence, known) if evidence else {}).keys()
    memory = {words for kind, words in held if kind == SUFFICIENT_KIND}
    like = like_wrong([each.call for each in recorded if each.is_wrong], catalogue.right)
    for number in range(ROUNDS):
        words = _weakest(evidence, known)
        if not words:
            break
        seed = SEED + 1 + number
        fresh = asking.each(_fresh(words, probes, seed, known, like), most=FRESH)
        if len(fresh) == FRESH and not any(each.is_wrong for each in fresh):
            otherwise = _fresh(words, probes, seed, known, like, holds=False)
            evidence += asking.each(otherwise, most=FRESH)
            only = _only(probes.function, words, evidence, known)
            if not only and len(words) == 1 and words[0] in memory:
                only = f"{probes.function}:right_only_if:{_stem(words)}"
            return Whenever(words, only)
        if not any(each.is_wrong for each in fresh):
            break  # no more can be asked: it stays unconfirmed
        evidence += fresh
    return Whenever()


def _only(function: str, words: Sequence[str], evidence: Sequence[Evidence], known: _Known) -> str:
    """A stable name if calls that lack a property are wrong by ending in an exception, and in no
    other way; else ''."""
    lacking = [each for each in evidence if not _has(words, each.call, known)]
    crashes = [each for each in lacking if each.mine.error is not None]
    if len(crashes) < FEWEST_CRASHES or any(
        each.is_wrong for each in lacking if each not in crashes
    ):
        return ""
    return f"{function}:fails_unless:{_stem(words)}"


class _Known:
    """What is true of calls, which are asked about many times."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        # By the call's identity: it is kept, so that no other call gets it.
        self._found: dict[int, tuple[RecordedCall, Mapping[tuple[str, str], bool]]] = {}

    def said_of(self, call: RecordedCall) -> Mapping[tuple[str, str], bool]:
        """Kind and words of each property that a call may have, and whether it has."""
        if id(call) not in self._found:
            self._found[id(call)] = call, dict(_said(call, self._catalogue))
        return self._found[id(call)][1]

    def true_of(self, call: RecordedCall) -> Iterator[tuple[str, str]]:
        """Kind and words of each property that it has."""
        return (each for each, holds in self.said_of(call).items() if holds)


def _stem(words: Sequence[str]) -> str:
    return re.sub(r"\W+", "_", "_and_".join(words)).strip("_")


def _has(words: Sequence[str], call: RecordedCall, known: _Known) -> bool:
    return {*words} <= {each for _, each in known.true_of(call)}


def _by_numbers(evidence: Evidence) -> Evidence:
    """As what is asked is judged: by its numbers alone."""
    return replace(evidence, is_wrong=not has_right_numbers(evidence.mine, evidence.right))


def _weakest(evidence: Sequence[Evidence], known: _Known) -> tuple[str, ...]:
    """The property, or else the two, that suffice and cover the most of the right calls."""
    right = sum(1 << place for place, each in enumerate(evidence) if not each.is_wrong)
    everything = (1 << len(evidence)) - 1
    if right == everything:
        return ()
    held = _held(evidence, known)
    # Of a property that makes no sense of a wrong call, nobody can say that it makes calls right.
    wrong = [known.said_of(each.call) for each in evidence if each.is_wrong]
    held = {each: places for each, places in held.items() if all(each in said for said in wrong)}
    least = max(FEWEST, COVERED * right.bit_count())
    for number in (1, 2):
        found = []
        for each in combinations(held.items(), number):
            where = everything
            for _, places in each:
                where &= places
            if where != everything and not where & ~right and where.bit_count() >= least:
                kind = sum(KINDS.index(kind) for (kind, _), _ in each)
                found.append((-where.bit_count(), kind, tuple(words for (_, words), _ in each)))
        if found:
            return min(found)[2]
    return ()


def _held(evidence: Sequence[Evidence], known: _Known) -> dict[tuple[str, str], int]:
    """Kind and words of each property → the calls that have it, a bit for each."""
    held: dict[tuple[str, str], int] = {}
    for place, each in enumerate(evidence):
        for kind, words in known.true_of(each.call):
            held[kind, words] = held.get((kind, words), 0) | 1 << place
    return held


def _said(call: RecordedCall, catalogue: Catalogue) -> Iterator[tuple[tuple[str, str], bool]]:
    for property_, holds in properties_of(call, catalogue):
        yield (property_.kind, property_.words), holds
        if property_.otherwise:
            yield (property_.kind, property_.otherwise), not holds


def _fresh(
    words: Sequence[str],
    probes: Probes,
    seed: int,
    known: _Known,
    like: LikeWrong,
    *,
    holds: bool = True,
) -> Iterator[RecordedCall]:
    """Calls that vary all the rest, and have these properties; or not all, if not `holds`."""
    for call in islice(like.each(probes.several_at_once(seed), seed), MAX_TRIES):
        if _has(words, call, known) == holds:
            yield call
