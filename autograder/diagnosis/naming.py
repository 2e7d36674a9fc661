"""Names, function by function, the smallest hypothesis that explains what came of its calls.

A known mistake comes first, for a person's sentence teaches better. Then a single as-if hypothesis,
two known mistakes, two by calls that show one of them, three, a hypothesis together with a known
mistake, and two hypotheses. Several that explain the same are told apart by asking fresh calls.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain

from autograder.diagnosis import fitting, search
from autograder.diagnosis.asking import Asking
from autograder.diagnosis.candidates import Candidates
from autograder.diagnosis.conditional import FEWEST, for_some_calls, made_anyway
from autograder.diagnosis.crashes import is_contradicted
from autograder.diagnosis.evidence import CallGroup, Evidence, Names
from autograder.diagnosis.fitting_parts import around_a_part
from autograder.diagnosis.hypotheses_of_kinds import kinds
from autograder.diagnosis.isolating import isolated, only_crashes, with_fresh_calls
from autograder.diagnosis.kinds_besides import with_a_kind
from autograder.diagnosis.looking import PlainToSee
from autograder.diagnosis.misconceptions import Catalogue
from autograder.diagnosis.oracle import Oracle, by_size
from autograder.diagnosis.refusals import explain_refusals
from autograder.diagnosis.search import Ambiguous, Explanation, Size, Task
from autograder.diagnosis.telling_apart import TellingApart
from autograder.diagnosis.trying import Trying
from autograder.diagnosis.work import OutOfWork

Found = Explanation | Ambiguous | None
Stage = Callable[[CallGroup], Found]
EXACTLY_FIRST = (True, False)
FEW_KNOWN = 60  # mistakes, which are soon tried
ENOUGH_IF_PLAIN = 0.35  # of the work: what is plain to see explains most of such functions
ISOLATING = 0.6  # of the work that is left: it is sure of few, and others wait
FEW_SETS = 6  # that explain the same, which are soon told apart


class Naming:
    """Goes through the stages with all groups of a task, and keeps what was found."""

    def __init__(
        self,
        catalogue: Catalogue,
        oracle: Oracle,
        groups: Sequence[CallGroup],
        until: int,
        new_asking: Callable[[], Asking],
        plain: PlainToSee,
    ) -> None:
        """`until` is how much work may be done; less for functions of which something is plain."""
        # What others use comes first: its mistakes are tried on those that use it.
        ordered = sorted(groups, key=lambda group: len(catalogue.reach(group.function)))
        self._task = Task(catalogue, ordered, Trying(oracle, until))
        self._catalogue, self._oracle, self._new_asking = catalogue, oracle, new_asking
        self._plain, self._enough = plain, oracle.work.part(ENOUGH_IF_PLAIN)
        self._known: dict[Names, None] = {}  # sets that explain some group
        self._found: dict[CallGroup, Explanation] = {}
        self._numbers: dict[CallGroup, Names] = {}  # what explains the numbers of each
        self.asked: dict[CallGroup, Sequence[Evidence]] = {}  # calls of ours, of what crashes
        self._seen: dict[CallGroup, CallGroup] = {}  # what crashes, together with them
        self._candidates = Candidates(catalogue, oracle, new_asking)

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
            missed: dict[CallGroup, list[Stage]] = {}
            for number, stage in enumerate(self._stages()):
                for group in list(waiting):
                    if self._oracle.work.done > self._enough and self._plain.is_enough(group):
                        continue
                    is_first = number < len(EXACTLY_FIRST)
                    if not is_first and self._uses_one_of(group, waiting):
                        missed.setdefault(group, []).append(stage)
                        continue
                    # The simplest explanation first, also where what it uses took more than that.
                    for each in (*missed.pop(group, ()), stage):
                        seen = self._seen.get(group, group)
                        known = None if is_first else self._by_known(seen)
                        if self._is_explained(group, known or each(seen)):
                            waiting.remove(group)
                            break
        except OutOfWork:
            pass
        for group in groups:
            if group.refuses and any(each.has_wrong_value for each in group.wrong):
                found = explain_refusals(group, self._known, self._task, self._oracle)
                self._is_explained(group, found)
        return self._found

    def _with_wrong_numbers(self, group: CallGroup) -> CallGroup | None:
        """With calls of ours that have wrong answers, where it was only seen to crash."""
        if not only_crashes(group):
            return None
        more = with_fresh_calls(group, self._new_asking(), self._catalogue)
        self.asked[group] = more.evidence[len(group.evidence) :]
        is_wrong = any(each.has_wrong_numbers for each in self.asked[group])
        return replace(more, evidence=by_size(more.evidence)) if is_wrong else None

    def _stages(self) -> Iterator[Stage]:
        yield from (partial(self._by_catalogue, Size(1, each)) for each in EXACTLY_FIRST)
        yield self._as_if
        yield partial(self._sets, 2)
        yield self._where_seldom
        yield partial(self._known_together, are_few=True)
        yield self._isolated
        yield partial(self._sets, 3)
        yield partial(self._together, are_known=True)
        yield partial(self._known_together, are_few=False)
        yield partial(self._with_another_for_some_calls, is_known=True)
        yield partial(self._together, are_known=False)
        yield self._around_a_part
        yield partial(self._with_another_for_some_calls, is_known=False)

    def _uses_one_of(self, group: CallGroup, waiting: Sequence[CallGroup]) -> bool:
        """Whether it uses a function whose mistakes are to be found first."""
        reach = self._catalogue.reach(group.function)
        return any(other.function in reach for other in waiting if other is not group)

    def _is_explained(self, group: CallGroup, found: Found) -> bool:
        """Whether sets explain the group; if one is the best of them, it is named."""
        seen = self._seen.get(group, group)
        if isinstance(found, Ambiguous):
            best = self._telling_apart(seen).survivor(found.sets)
            found = search.completed(best, seen, self._task) if best else found
        if isinstance(found, Explanation) and is_contradicted(found.names, seen, self._oracle):
            return False
        if isinstance(found, Explanation):
            used = {other.function: names for other, names in self._numbers.items()}
            found = replace(found, names=search.as_used(found.names, group, used, self._task))
            self._known[found.names] = None
            self._numbers[group], named = found.names, chain.from_iterable(self._known)
            found = with_a_kind(found, seen, self._task, self._oracle, named)
            self._found[group] = found
        return found is not None

    def _telling_apart(self, group: CallGroup) -> TellingApart:
        return TellingApart(group, self._catalogue, self._oracle, self._new_asking())

    def _by_known(self, group: CallGroup) -> Found:
        """What explains a function that it uses, if that explains it too."""
        reach = self._catalogue.reach(group.function) - {group.function}
        used = [names for other, names in self._numbers.items() if other.function in reach]
        return search.by_used(group, used, self._task)

    def _by_catalogue(self, size: Size, group: CallGroup) -> Found:
        return search.explain(group, size, self._known, self._task)

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
        if not any(each.has_wrong_numbers and not each.is_state for each in group.wrong):
            return self._of_another_kind(group)
        names = self._candidates.all_of(group)
        sets = fitting.alone(group, names, self._task)
        sets = sets or self._for_some_calls(group, self._candidates.for_some_calls(group))
        return self._confirmed(group, sets)

    def _for_some_calls(
        self, group: CallGroup, names: Sequence[str], besides: Sequence[Names] = ((),)
    ) -> list[Names]:
        """Many may explain the few calls of the checks; then calls of ours tell them apart."""
        found = for_some_calls(group, names, self._task, self._oracle, besides)
        if len(found) <= FEW_SETS:
            return found
        group = self._candidates.with_small_calls(group)
        return for_some_calls(group, names, self._task, self._oracle, besides)

    def _with_another_for_some_calls(self, group: CallGroup, *, is_known: bool) -> Found:
        own, names = self._candidates.own(group), self._candidates.plain(group)
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
        begun, others = self._candidates.all_of(group), self._candidates.plain(group)
        if not others:
            return None
        sets = around_a_part(group, (*known, *begun), (*known, *others), self._task)
        return self._confirmed(group, sets)

    def _known_together(self, group: CallGroup, *, are_few: bool) -> Found:
        known = self._catalogue.touching(group.function)
        if are_few == (len(known) <= FEW_KNOWN) and any(group.wrong_at(exactly=False)):
            return self._confirmed(group, fitting.known_together(group, known, self._task))
        return None

    def _where_seldom(self, group: CallGroup) -> Found:
        """A hypothesis for some calls, of which the checks made too few."""
        wrong = sum(1 for _ in group.wrong_at(exactly=False))
        others = len(group.evidence) - wrong
        if not wrong or not others or min(wrong, others) >= FEWEST:
            return None
        names = self._candidates.for_some_calls(group)
        return self._confirmed(
            group, self._for_some_calls(self._candidates.with_small_calls(group), names)
        )

    def _isolated(self, group: CallGroup) -> Found:
        """Two mistakes, by calls of ours that show only one of them."""
        if not any(group.wrong_at(exactly=False)):
            return None
        known, likely = self._catalogue.touching(group.function), self._candidates
        firsts = (*known, *likely.all_of(group))
        seconds = (known,), (likely.plain(group), likely.beyond(group))
        with self._task.trying.at_most(ISOLATING):
            sets = isolated(likely.with_small_calls(group), firsts, seconds, self._task)
            return self._confirmed(group, sets)
        return None

    def _together(self, group: CallGroup, *, are_known: bool) -> Found:
        """A hypothesis together with a known mistake, or two hypotheses."""
        names = self._candidates.plain(group)
        if not names:
            return None
        partners = self._catalogue.touching(group.function) if are_known else names
        return self._confirmed(group, fitting.together(group, names, partners, self._task))

    def _confirmed(self, group: CallGroup, sets: Sequence[Names]) -> Found:
        """The one that fresh calls confirm: of such as never differ, what is named, or its own."""
        named = {*chain.from_iterable(self._known)}

        def merits(names: Names) -> tuple[int, int]:
            return len(named & {*names}), search.own(names, group, self._catalogue)

        sets = sorted(sets, key=merits, reverse=True)
        best = self._telling_apart(group).survivor(sets) if sets else None
        return search.completed(best, group, self._task) if best else None
