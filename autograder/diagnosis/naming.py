"""Names, function by function, the smallest hypothesis that explains what came of its calls.

A known mistake comes first, for a person's sentence teaches better. Then a single as-if hypothesis,
two known mistakes, three, a hypothesis together with a known mistake, and two hypotheses. Several
that explain the same are told apart by asking fresh calls.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from autograder.diagnosis import fitting
from autograder.diagnosis.asking import Asking
from autograder.diagnosis.conditional import for_some_calls, made_anyway
from autograder.diagnosis.crashes import is_contradicted
from autograder.diagnosis.evidence import CallGroup, Evidence, Names
from autograder.diagnosis.fitting_parts import around_a_part
from autograder.diagnosis.fresh_calls import fresh_calls
from autograder.diagnosis.hypotheses import hypotheses, kinds
from autograder.diagnosis.misconceptions import Catalogue
from autograder.diagnosis.oracle import Oracle, by_size
from autograder.diagnosis.refusals import explain_refusals
from autograder.diagnosis.search import (
    Ambiguous,
    Explanation,
    Size,
    Task,
    completed,
    explain,
)
from autograder.diagnosis.telling_apart import TellingApart
from autograder.diagnosis.trying import OutOfTime, Trying

Found = Explanation | Ambiguous | None
Stage = Callable[[CallGroup], Found]
EXACTLY_FIRST = (True, False)
FEW_KNOWN = 60  # mistakes, which are soon tried
MOST_ASKED = 60  # calls, for wrong answers of a function that was only seen to crash


class Naming:
    """Goes through the stages with all groups of a task, and keeps what was found."""

    def __init__(
        self,
        catalogue: Catalogue,
        oracle: Oracle,
        groups: Sequence[CallGroup],
        deadline: float,
        new_asking: Callable[[], Asking],
    ) -> None:
        # What others use comes first: its mistakes are tried on those that use it.
        ordered = sorted(groups, key=lambda group: len(catalogue.reach(group.function)))
        self._task = Task(catalogue, ordered, Trying(oracle, deadline))
        self._catalogue, self._oracle, self._new_asking = catalogue, oracle, new_asking
        self._known: dict[Names, None] = {}  # sets that explain some group
        self._found: dict[CallGroup, Explanation] = {}
        self.asked: dict[CallGroup, Sequence[Evidence]] = {}  # calls of ours, of what crashes
        self._seen: dict[CallGroup, CallGroup] = {}  # what crashes, together with them
        self._listed: dict[str, list[str]] = {}  # the hypotheses of each function

    def named(self) -> Mapping[CallGroup, Explanation]:
        """For each group that is explained, the mistakes that explain it."""
        groups = self._task.groups
        self._seen = {g: more for g in groups if (more := self._with_wrong_numbers(g))}
        waiting = [
            g
            for g in groups
            if not g.refuses and (g in self._seen or any(g.wrong_at(exactly=True)))
        ]
        try:
            for number, stage in enumerate(self._stages()):
                for group in self._next(waiting, is_first=number < len(EXACTLY_FIRST)):
                    seen = self._seen.get(group, group)
                    known = None if number < len(EXACTLY_FIRST) else self._by_known(seen)
                    if self._is_explained(group, known or stage(seen)):
                        waiting.remove(group)
        except OutOfTime:
            pass
        for group in groups:
            if group.refuses and any(each.has_wrong_value for each in group.wrong):
                found = explain_refusals(group, self._known, self._task, self._oracle)
                self._is_explained(group, found)
        return self._found

    def _with_wrong_numbers(self, group: CallGroup) -> CallGroup | None:
        """With calls of ours that have wrong answers, where it was only seen to crash."""
        crashes = [each for each in group.wrong if each.mine.error is not None]
        if group.refuses or not crashes or any(group.wrong_at(exactly=True)):
            return None
        calls = fresh_calls(group, self._catalogue)
        asked = self._new_asking().each(calls, most=MOST_ASKED)
        self.asked[group] = asked
        if not any(each.has_wrong_numbers for each in asked):
            return None
        return replace(group, evidence=by_size((*group.evidence, *asked)))

    def _stages(self) -> Iterator[Stage]:
        yield from (partial(self._by_catalogue, Size(1, each)) for each in EXACTLY_FIRST)
        yield self._as_if
        yield partial(self._sets, 2)
        yield partial(self._sets, 3)
        yield partial(self._known_together, are_few=True)
        yield self._as_if_with_a_mistake
        yield partial(self._known_together, are_few=False)
        yield partial(self._with_another_for_some_calls, is_known=True)
        yield self._as_if_twice
        yield self._around_a_part
        yield partial(self._with_another_for_some_calls, is_known=False)

    def _next(self, waiting: Sequence[CallGroup], *, is_first: bool) -> Iterator[CallGroup]:
        """Those whose turn it is: mistakes of what a function uses are to be found first."""
        for group in list(waiting):
            reach = self._catalogue.reach(group.function)
            others = (other for other in waiting if other is not group)
            if is_first or not any(other.function in reach for other in others):
                yield group

    def _is_explained(self, group: CallGroup, found: Found) -> bool:
        """Whether sets explain the group; if one is the best of them, it is named."""
        seen = self._seen.get(group, group)
        if isinstance(found, Ambiguous):
            best = self._telling_apart(seen).survivor(found.sets)
            found = completed(best, seen, self._task) if best else found
        if isinstance(found, Explanation) and is_contradicted(found.names, seen, self._oracle):
            return False
        if isinstance(found, Explanation):
            self._known[found.names] = None
            self._found[group] = found
        return found is not None

    def _telling_apart(self, group: CallGroup) -> TellingApart:
        return TellingApart(group, self._catalogue, self._oracle, self._new_asking())

    def _by_known(self, group: CallGroup) -> Found:
        """What explains a function that it uses, if that explains it too."""
        reach = self._catalogue.reach(group.function) - {group.function}
        used = [
            names
            for other, each in self._found.items()
            if other.function in reach
            for names in [each.names]
        ]
        trying = self._task.trying
        exactly = not any(group.wrong_at(exactly=False))
        fitting_ = [
            names
            for names in dict.fromkeys(used)
            if trying.is_explanation(names, group, exactly=exactly)
        ]
        return completed(fitting_[0], group, self._task) if len(fitting_) == 1 else None

    def _by_catalogue(self, size: Size, group: CallGroup) -> Found:
        return explain(group, size, self._known, self._task)

    def _sets(self, number: int, group: CallGroup) -> Found:
        """By numbers, if any are wrong: what is amiss besides them is added to the set found.

        Of so many sets, one may fit by chance: fresh calls must not refute it.
        """
        has_wrong_numbers = any(group.wrong_at(exactly=False))
        found = self._by_catalogue(Size(number, exactly=not has_wrong_numbers), group)
        if isinstance(found, Explanation) and has_wrong_numbers:
            return None if self._telling_apart(group).is_refuted(found.names) else found
        return found

    def _as_if(self, group: CallGroup) -> Found:
        if not any(each.has_wrong_numbers and not _is_state(each) for each in group.wrong):
            return self._of_another_kind(group)
        names = self._hypotheses(group)
        sets = fitting.alone(group, names, self._task)
        sets = sets or self._for_some_calls(group, [*self._own(group), *names])
        return self._confirmed(group, sets)

    def _for_some_calls(
        self, group: CallGroup, names: Sequence[str], besides: Sequence[Names] = ((),)
    ) -> list[Names]:
        return for_some_calls(group, names, self._task, self._oracle, besides)

    def _own(self, group: CallGroup) -> list[str]:
        """The known mistakes of this very function."""
        known = self._catalogue.misconceptions.items()
        return [name for name, each in known if each.target == group.function]

    def _with_another_for_some_calls(self, group: CallGroup, *, is_known: bool) -> Found:
        own, names = self._own(group), self._plain(group)
        likely = fitting.beginnings(group, [*own, *names], self._task)
        besides = made_anyway(group, likely, self._task)
        sets = self._for_some_calls(group, own if is_known else names, besides)
        return self._confirmed(group, sets)

    def _of_another_kind(self, group: CallGroup) -> Found:
        """Right numbers in the wrong thing: what the checks saw of it is all that can be seen."""
        found = kinds(group.function, group.evidence, self._catalogue)
        self._oracle.add(found)
        sets = fitting.alone(group, found, self._task, exactly=True)
        sets = sets or fitting.two_kinds(group, found, self._task)
        return Explanation(sets[0], is_exact=True) if sets else None

    def _around_a_part(self, group: CallGroup) -> Found:
        known = self._catalogue.touching(group.function)
        begun, others = self._hypotheses(group), self._plain(group)
        if not others:
            return None
        sets = around_a_part(group, (*known, *begun), (*known, *others), self._task)
        return self._confirmed(group, sets)

    def _known_together(self, group: CallGroup, *, are_few: bool) -> Found:
        known = self._catalogue.touching(group.function)
        if are_few != (len(known) <= FEW_KNOWN) or not any(group.wrong_at(exactly=False)):
            return None
        return self._confirmed(group, fitting.known_together(group, known, self._task))

    def _as_if_with_a_mistake(self, group: CallGroup) -> Found:
        return self._together(group, self._catalogue.touching(group.function))

    def _as_if_twice(self, group: CallGroup) -> Found:
        return self._together(group, self._plain(group))

    def _plain(self, group: CallGroup) -> list[str]:
        """Hypotheses but for those that differ from others only beyond the border."""
        return [name for name in self._hypotheses(group) if not self._oracle.mistake(name).like]

    def _together(self, group: CallGroup, partners: Sequence[str]) -> Found:
        names = self._plain(group)
        if not names:
            return None
        return self._confirmed(group, fitting.together(group, names, partners, self._task))

    def _confirmed(self, group: CallGroup, sets: Sequence[Names]) -> Found:
        best = self._telling_apart(group).survivor(sets) if sets else None
        return completed(best, group, self._task) if best else None

    def _hypotheses(self, group: CallGroup) -> list[str]:
        """Of wrong numbers alone: what is amiss besides them is no map's."""
        if group.function in self._listed:
            return self._listed[group.function]
        if not any(group.wrong_at(exactly=False)):
            return []
        found = hypotheses(group.function, group.evidence, self._catalogue)
        self._oracle.add(found)
        return self._listed.setdefault(group.function, list(found))


def _is_state(evidence: Evidence) -> bool:
    """Whether the parameters of a layer were asked, and not what it makes of numbers."""
    return evidence.call.asked != "call"
