"""What is amiss with answers and needs no hypothesis: what they are, whatever their numbers."""

from __future__ import annotations

from dataclasses import replace

from autograder.diagnosis import as_numbers
from autograder.diagnosis.asking import Asking, has_right_numbers
from autograder.diagnosis.evidence import CallGroup, Evidence, nearly_agree
from autograder.diagnosis.misconceptions import Catalogue
from autograder.diagnosis.outcomes import agree, alike
from autograder.diagnosis.places import ANSWER
from autograder.diagnosis.wrong_gradients import wrong_gradients
from autograder.expect import dtype_of

FEWEST = 2  # calls
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


Seen = tuple[str, str]  # a stable name, and a sentence


def seen(group: CallGroup, catalogue: Catalogue, asking: Asking) -> Seen | None:
    """What is plain to see of a group of possible calls; None if nothing is."""
    found = held(group) or _nothing(group) or _no_numbers(group) or _changes_arguments(group)
    found = found or _less_exact(group) or wrong_gradients(group, catalogue)
    return found or _differs_each_time(group, asking)


def held(group: CallGroup) -> Seen | None:
    """A stable name and a sentence if each answer is one of several things; else None.

    The same one has to be right in every call of which anything came.
    """
    answered = [each for each in group.evidence if each.mine.error is None]
    wrong = [each for each in answered if each.is_wrong and not each.is_empty]
    if len(wrong) < FEWEST:
        return None
    for place, ordinal in enumerate(ORDINALS):
        if all(_is_at(place, each) for each in answered):
            function, count = group.function, max(len(_things(each)) for each in wrong)
            if count == 1:
                words = "is right, but in a list or tuple of one. Is there a comma too many?"
                return f"{function}:{ANSWER}:in_a_tuple", f"What `{function}` gives back {words}"
            words = f"gives back {count} things, of which only the {ordinal} is asked for."
            return f"{function}:{ANSWER}:{ordinal}_of_several", f"`{function}` {words}"
    return None


def _nothing(group: CallGroup) -> Seen | None:
    """None in every call."""
    if len(group.wrong) < FEWEST or any(
        each.mine.error is not None or each.mine.answer is not None or each.right.answer is None
        for each in group.evidence
    ):
        return None
    sentence = f"`{group.function}` gives back nothing. Which line should `return` the result?"
    return f"{group.function}:{ANSWER}:nothing", sentence


def _no_numbers(group: CallGroup) -> Seen | None:
    """Something without numbers in every call, where there should be some."""
    answered = [each for each in group.evidence if each.mine.error is None]
    if len(answered) < FEWEST or not all(map(_lacks_numbers, answered)):
        return None
    words = "gives back something without numbers: neither a tensor nor an array"
    sentence = f"`{group.function}` {words}. Print its `type`: what makes numbers of it?"
    return f"{group.function}:{ANSWER}:no_numbers", sentence


def _lacks_numbers(evidence: Evidence) -> bool:
    mine, right = evidence.mine.answer, evidence.right.answer
    if mine is None or isinstance(mine, list | tuple | dict) or not hasattr(right, "shape"):
        return False
    return as_numbers.numbers_of(mine) is None


def _changes_arguments(group: CallGroup) -> Seen | None:
    """Calls write into what they are given: all whose answers are right, or most of the others."""
    name = f"{group.function}:changes_its_arguments"
    asks = "Which line works in place, instead of making something new?"
    if group.wrong and all(map(_is_right_but_changes, group.wrong)):
        return (
            name,
            f"The answers of `{group.function}` are right, but it changes what it is given. {asks}",
        )
    changed = [each for each in group.wrong if each.mine.is_changed and not each.right.is_changed]
    if len(changed) < max(FEWEST, len(group.wrong) / 2):
        return None
    later = "All that is reckoned later sees the changed numbers."
    return name, f"`{group.function}` changes what it is given. {later} {asks}"


def _is_right_but_changes(evidence: Evidence) -> bool:
    mine, right = evidence.mine, evidence.right
    unchanged = replace(mine, is_changed=right.is_changed)
    return mine.is_changed and not right.is_changed and agree(unchanged, right, right)


def _less_exact(group: CallGroup) -> Seen | None:
    """Numbers that are right but for rounding in each wrong call, and right in some other dtype."""
    wrong = list(group.wrong_at(exactly=False))
    dtypes = {dtype_of(each.right.answer) for each in wrong}
    if not wrong or not all(nearly_agree(each.mine, each.right) for each in wrong):
        return None
    if len(dtypes) != 1 or len({dtype_of(each.right.answer) for each in group.evidence}) == 1:
        return None
    sentence = (
        f"In {dtypes.pop()}, the numbers of `{group.function}` are right, but less exact than they "
        "should be. Which line makes another dtype of them on the way?"
    )
    return f"{group.function}:{ANSWER}:less_exact", sentence


def _differs_each_time(group: CallGroup, asking: Asking) -> Seen | None:
    """Another answer to the very same call."""
    first = next(group.wrong_at(exactly=False), None)
    if first is None:
        return None
    one, other = asking.one(first.call), asking.one(first.call)
    if one is None or other is None or one.mine.error is not None or other.mine.error is not None:
        return None
    if has_right_numbers(one.mine, other.mine):  # here, those of the other
        return None
    again, before = "asked the very same", "the call before"
    if group.is_of_objects:
        again = "made anew and asked the very same"
        before = "the object before (in the class itself, or in a default argument)"
    sentence = (
        f"`{group.function}` gives another answer each time that it is {again}. What is drawn "
        f"anew, is left over from {before}, or is never written?"
    )
    return f"{group.function}:{ANSWER}:differs_each_time", sentence


def _things(evidence: Evidence) -> list[object]:
    answer = evidence.mine.answer
    return list(answer) if isinstance(answer, list | tuple) else []


def _is_at(place: int, evidence: Evidence) -> bool:
    right, things = evidence.right.answer, _things(evidence)
    if not hasattr(right, "shape") or place >= len(things):
        return False
    return hasattr(things[place], "shape") and alike(things[place], right, dtype_matters=False)
