"""Whether code keeps something from one call to the next that no longer fits: a cache, a default
argument, a global. Then each wrong answer is right where nothing else was asked before.
"""

from __future__ import annotations

from collections.abc import Callable

from autograder.diagnosis.asking import Asking
from autograder.diagnosis.evidence import CallGroup
from autograder.diagnosis.places import ANSWER

FEWEST = 2  # wrong calls that have to be right when they come first
_OF_CALLS = (
    "is right when a call comes first, and wrong when the very same call comes after others: "
    "something is kept from call to call (in a dictionary, a global, a class, or a default "
    "argument) that does not fit any more. Which calls may share what you keep?"
)
_OF_OBJECTS = (
    "is right when its first object is asked, and wrong when the very same is asked of a later "
    "one: something is kept from object to object (in the class itself, a default argument, or a "
    "global) that does not fit any more. What should each object have for itself?"
)
StartOver = Callable[[], None]  # the next call is asked of a new process


def kept_from_before(
    group: CallGroup, asking: Asking, start_over: StartOver | None
) -> tuple[str, str] | None:
    """A stable name and a sentence; None if answers do not depend on earlier calls."""
    wrong = [each for each in group.wrong if each.has_wrong_numbers or each.mine.error is not None]
    if start_over is None or len(wrong) < FEWEST:
        return None
    for each in (wrong[0], wrong[-1]):
        start_over()
        alone = asking.one(each.call)
        if alone is None or alone.is_wrong:
            return None
    words = _OF_OBJECTS if group.is_of_objects else _OF_CALLS
    return f"{group.function}:{ANSWER}:kept_from_before", f"`{group.function}` {words}"
