"""A right answer that is given back together with other things, where it should come alone."""

from __future__ import annotations

from autograder.diagnosis.evidence import CallGroup, Evidence
from autograder.diagnosis.outcomes import alike
from autograder.diagnosis.places import ANSWER

FEWEST = 2  # calls
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


def held(group: CallGroup) -> tuple[str, str] | None:
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


def _things(evidence: Evidence) -> list[object]:
    answer = evidence.mine.answer
    return list(answer) if isinstance(answer, list | tuple) else []


def _is_at(place: int, evidence: Evidence) -> bool:
    right, things = evidence.right.answer, _things(evidence)
    if not hasattr(right, "shape") or place >= len(things):
        return False
    return hasattr(things[place], "shape") and alike(things[place], right, dtype_matters=False)
