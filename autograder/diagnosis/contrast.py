"""What can be said of wrong answers that no known mistake explains.

Looks for the one property of the arguments that separates the calls that are right from those that
are wrong, and for a pattern that all errors share. Knows no course: what it says is built from the
names of parameters and, where a course gives them, from words for the axes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from autograder.diagnosis import error_patterns, exceptions_in_words, own_values, redrawing
from autograder.diagnosis.evidence import CallGroup, Evidence
from autograder.diagnosis.misconceptions import Catalogue
from autograder.diagnosis.outcomes import alike
from autograder.diagnosis.properties import KINDS, properties_of
from autograder.diagnosis.recording import LayerConstruction
from autograder.diagnosis.scripts import Script
from autograder.diagnosis.sufficient import Whenever

FEW_RIGHT, FEW_WRONG = 3, 2  # fewer calls than this prove nothing,
SUFFICIENT_KIND = "memory"  # except of this kind, which shows in no other way and seldom by chance
LOOK = "Look at what happens otherwise."
# What may lead to another dtype or to written inputs; only numbers depend on anything else.
BESIDES_NUMBERS = ("memory", "dtype")


def sentence(
    group: CallGroup,
    catalogue: Catalogue,
    shrink: Callable[[Evidence], Evidence],
    where: Whenever | None = None,
    others: Sequence[CallGroup] = (),
) -> str:
    """A few sentences about the group's wrong answers, or nothing.

    `shrink` gives a smaller call that goes wrong as well, as it may be shown; `where` says
    whenever the function is right, if it was asked; `others` were asked by the same checks.
    """
    if group.refuses or not group.wrong:
        return ""
    wrong = list(group.wrong_at(exactly=False))
    answer_axes = catalogue.answer_axes(group.function)
    parts = []
    if where is not None and where.words:
        parts.append(_right_whenever(group.function, where))
    elif where is None and (property_ := separating(group, catalogue)):
        parts.append(f"It looks like `{group.function}` is {property_}.")
    if wrong and (pattern := error_patterns.shared(wrong, answer_axes)):
        parts.append(f"It looks like {pattern}.")
    if not parts and (stage := error_patterns.first_stage(wrong, answer_axes)):
        parts.append(f"{stage[0].upper()}{stage[1:]}.")
    crashes = [each for each in group.wrong if each.mine.error is not None]
    if len(crashes) == len(group.evidence):
        parts.append(f"Every call of `{group.function}` ends in an exception. Make one work first.")
    if crashes and (advice := exceptions_in_words.common(crashes)):
        parts.append(advice)
    first = next(iter(wrong or crashes), None)
    evidence = [each for asked in (group, *others) for each in asked.evidence]
    if first is not None and not _passes_on(first, evidence):
        parts.append(_smallest(shrink(first), answer_axes))
    parts = list(filter(None, parts))
    return " ".join(parts)


def _right_whenever(function: str, where: Whenever) -> str:
    """What a student reads of where the function is right."""
    words = " and ".join(where.words)
    otherwise = "Otherwise it may end in an exception." if where.only else LOOK
    return f"`{function}` is right whenever {words}. {otherwise}"


def separating(group: CallGroup, catalogue: Catalogue) -> str:
    """The most telling property that all right calls have and no wrong one, or the reverse.

    Nothing if two of one kind separate them: then either may be chance. Crashes count as wrong;
    what is amiss besides the numbers only does where all numbers are right.
    """
    wrong = [e for e in group.wrong if e.mine.error is not None or e.has_wrong_numbers]
    kinds: Sequence[str] = KINDS if wrong else BESIDES_NUMBERS
    wrong = wrong or list(group.wrong)
    right = [each for each in group.evidence if each not in wrong]
    if len(right) < FEW_RIGHT or not wrong:
        return ""
    properties = [dict(properties_of(each.call, catalogue)) for each in (*right, *wrong)]
    common = set(properties[0]).intersection(*properties[1:])
    found: dict[str, list[str]] = {}
    for property_ in properties[0]:
        if property_ in common:
            held = [each[property_] for each in properties]
            if words := _separates(property_.words, held[: len(right)], held[len(right) :]):
                found.setdefault(property_.kind, []).append(words)
    kinds = kinds if len(wrong) >= FEW_WRONG else (SUFFICIENT_KIND,)
    best = next((found[kind] for kind in kinds if kind in found), [])
    return best[0] if len(best) == 1 else ""


def _separates(words: str, in_right: Sequence[bool], in_wrong: Sequence[bool]) -> str:
    if all(in_right) and not any(in_wrong):
        return f"right only where {words}"
    return f"wrong wherever {words}" if all(in_wrong) and not any(in_right) else ""


def _passes_on(evidence: Evidence, all_: Sequence[Evidence]) -> bool:
    """Whether its call was given an answer of the student's, whose size a submission chose."""
    call = evidence.call
    before = call.made.values() if isinstance(call.made, Script) else ()
    values = (*before, *call.args, *call.kwargs.values())
    given = [value for value in values if redrawing.is_array(value) or _is_long(value)]
    answers = [each.mine.answer for each in all_ if each is not evidence]
    parts = [part for answer in answers for part in (answer, *_parts(answer))]
    return any(_is_of(value, part) for value in given for part in parts)


def _is_long(value: object) -> bool:
    """Whether it is a list, or a text, whose length tells something."""
    return isinstance(value, list | tuple | str) and bool(value)


def _parts(answer: object) -> Iterator[object]:
    if isinstance(answer, dict):
        yield from answer.values()
    elif isinstance(answer, list | tuple):
        yield from answer


def _is_of(value: Any, part: Any) -> bool:
    """Whether it is the part of an answer, or the beginning or the end of it."""
    if _is_long(value) and type(part) is type(value):
        length = len(value)
        return any(alike(value, each) for each in (part[:length], part[-length:]))
    return redrawing.is_array(part) and alike(value, part)


def _smallest(evidence: Evidence, words: Sequence[str]) -> str:
    """A call as it may be shown, in shapes and settings, and its first wrong number; nothing if a
    layer was made with a text, or if it reads a file.
    """
    call = evidence.call
    if isinstance(call.made, Script) and not redrawing.is_plain(call, with_lists=True):
        return ""
    before = call.made.values() if isinstance(call.made, Script) else ()
    given = (*before, *call.args, *call.kwargs.values())
    settings: list[object] = []
    if isinstance(call.made, LayerConstruction):
        settings += [*call.made.args, *call.made.kwargs.values()]
    if any(isinstance(value, str | list | dict) for value in settings):
        return ""
    is_script = isinstance(call.made, Script)
    if any(
        (isinstance(value, dict) and not is_script) or redrawing.is_file(value, call)
        for value in given
    ):
        return ""
    if evidence.mine.error is not None:
        return f"The smallest call that ends in an exception is `{call}`: start with it."
    place = ""
    # Where the answer to a text goes wrong may tell of the text.
    if not own_values.hides(call):
        place = error_patterns.first_difference(evidence.mine.answer, evidence.right.answer, words)
    return f"The smallest call with a wrong answer is `{call}`" + (
        f", first {place}." if place else "."
    )
