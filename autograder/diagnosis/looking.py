"""What can be said of functions of which no hypothesis explains all answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from torch import Tensor

from autograder.diagnosis import contrast, exceptions_in_words
from autograder.diagnosis.asking import Asking
from autograder.diagnosis.curves import of_curve
from autograder.diagnosis.evidence import CallGroup, Evidence, Names
from autograder.diagnosis.kept_from_before import StartOver, kept_from_before
from autograder.diagnosis.layers_asked import not_of_its_parameters
from autograder.diagnosis.misconceptions import Catalogue
from autograder.diagnosis.plain_to_see import seen
from autograder.diagnosis.probes import probes_of
from autograder.diagnosis.properties import is_dense
from autograder.diagnosis.refusals import refused_otherwise
from autograder.diagnosis.shrinking import shrunk
from autograder.diagnosis.signs import of_signs
from autograder.diagnosis.sufficient import Whenever, where_right


@dataclass(frozen=True)
class Finding:
    """What is known of why a case failed: names of mistakes, sentences for the student, and which
    function or class they are about; '' where it is none in particular.
    """

    mistakes: Names = ()
    sentence: str = ""
    function: str = ""


class PlainToSee:
    """What shows of functions without any hypothesis about their numbers; looked for once."""

    def __init__(
        self,
        catalogue: Catalogue,
        new_asking: Callable[[], Asking],
        start_over: StartOver | None = None,
    ) -> None:
        """After `start_over`, the student's code was asked nothing."""
        self._catalogue, self._new_asking, self._start_over = catalogue, new_asking, start_over
        self._found: dict[CallGroup, Finding | None] = {}

    def is_enough(self, group: CallGroup) -> bool:
        """Whether what shows is likely to be all, so that a long search would find nothing more."""
        return all(map(_is_spread, group.wrong)) or self.of(group) is not None

    def of(self, group: CallGroup) -> Finding | None:
        """What is found; None if nothing is."""
        if group not in self._found:
            try:
                with np.errstate(all="ignore"):
                    self._found[group] = self._look(group)
            except Exception:  # noqa: BLE001 - a stranger's answers may be stranger than expected
                self._found[group] = None
        return self._found[group]

    def _look(self, group: CallGroup) -> Finding | None:
        if group.refuses:
            return None
        names, known = not_of_its_parameters(group, self._new_asking())
        if names:  # or two layers differ by what came before them
            kept = self._kept(group)
            return Finding((kept[0],), kept[1]) if kept else Finding(names, known)
        found = seen(group, self._catalogue, self._new_asking()) or self._kept(group)
        return Finding((found[0],), found[1]) if found else None

    def _kept(self, group: CallGroup) -> tuple[str, str] | None:
        return kept_from_before(group, self._new_asking(), self._start_over)


def _is_spread(evidence: Evidence) -> bool:
    """Whether something was given of which the numbers do not lie in order in memory."""
    given = (*evidence.call.args, *evidence.call.kwargs.values())
    return any(isinstance(each, Tensor | np.ndarray) and not is_dense(each) for each in given)


def looks_at(
    unnamed: Sequence[CallGroup],
    groups: Sequence[CallGroup],
    named: Iterable[CallGroup],
    catalogue: Catalogue,
    new_asking: Callable[[], Asking],
    asked: Mapping[CallGroup, Sequence[Evidence]],
    plain: PlainToSee,
) -> Mapping[CallGroup, Finding]:
    """What can be said of each; if a function that it uses is wrong too, what is said of that.

    `asked` are calls of ours that were asked before.

    Of a function that uses one whose mistake is named, no other mistake is.
    """
    own = {
        group: _look(
            group,
            [g for g in groups if g is not group],
            catalogue,
            new_asking,
            asked.get(group, ()),
            plain,
        )
        for group in unnamed
    }
    known = {group.function for group in named}

    def innermost(group: CallGroup) -> Finding:
        reach = catalogue.reach(group.function) - {group.function}
        inner = (g for g, look in own.items() if g.function in reach and look.sentence)
        about = next(inner, group)
        found = replace(own[about], function=about.function)
        return replace(found, mistakes=()) if known & reach else found

    return {group: innermost(group) for group in unnamed}


def _look(
    group: CallGroup,
    others: Sequence[CallGroup],
    catalogue: Catalogue,
    new_asking: Callable[[], Asking],
    asked: Sequence[Evidence],
    plain: PlainToSee,
) -> Finding:
    try:
        with np.errstate(all="ignore"):
            if group.refuses:
                is_right_else = not any(
                    each.wrong for each in others if each.function == group.function
                )
                return Finding(*refused_otherwise(group)) if is_right_else else Finding()
            if found := plain.of(group):
                return found
            names, known = of_curve(group, catalogue, new_asking())
            if names:
                return Finding(names, known)
            where = _where_right(group, catalogue, new_asking(), asked)
            asking = new_asking()
            sentence = contrast.sentence(
                group, catalogue, lambda each: shrunk(each, asking, catalogue.right), where, others
            )
            signs, of_signs_ = of_signs(group)
            sentence = " ".join(filter(None, (of_signs_, sentence)))
            return Finding(_names(group, where) or signs, sentence)
    except Exception:  # noqa: BLE001 - a stranger's answers may be stranger than any pattern expects
        return Finding()


def looks_at_exceptions(group: CallGroup) -> Finding:
    """What exceptions say by themselves, of a function that is not compared with the solution."""
    crashes = [] if group.refuses else [each for each in group.wrong if each.mine.error is not None]
    raised = exceptions_in_words.named(group.function, crashes)
    return Finding((raised,) if raised else (), exceptions_in_words.common(crashes))


def _names(group: CallGroup, where: Whenever | None) -> Names:
    """What can be named although nothing explains all answers: what exceptions say, or where."""
    crashes = [each for each in group.wrong if each.mine.error is not None]
    raised = exceptions_in_words.named(group.function, crashes)
    is_all = not any(each.has_wrong_numbers for each in group.wrong)
    if raised and (is_all or raised.endswith(exceptions_in_words.CHANGED_IN_PLACE)):
        return (raised,)
    return (where.only,) if where is not None and where.only else ()


def _where_right(
    group: CallGroup, catalogue: Catalogue, asking: Asking, asked: Sequence[Evidence]
) -> Whenever | None:
    """Where the function is right; None if it can't be asked, or all its numbers are right."""
    # What a layer's parameters are, or which of them get a gradient, nobody asks of small calls.
    called = [each for each in group.evidence if each.call.asked == "call"]
    wrong = [each for each in called if each.is_wrong]
    has_wrong_numbers = any(e.mine.error is not None or e.has_wrong_numbers for e in wrong)
    probes = probes_of(catalogue.probes, group.function, [each.call for each in called])
    if probes is None or group.refuses or not has_wrong_numbers:
        return None
    return where_right(probes, called, asking, catalogue, asked)
