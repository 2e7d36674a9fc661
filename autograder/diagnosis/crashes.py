"""Whether crashes speak against mistakes that would have made a wrong answer instead.

Who makes a mistake in another style may crash where it gives a wrong answer: a result is made too
small, shapes do not fit, or a pair is taken for a number on top of it. Any other exception says
that the code does something else there than what would be named.
"""

from __future__ import annotations

import re

from autograder.diagnosis.evidence import CallGroup, Evidence, Names
from autograder.diagnosis.oracle import Oracle
from autograder.diagnosis.outcomes import agree
from autograder.errors import StudentRaised

# The fixed words of Python, NumPy and torch about sizes, about a pair where a number is wanted, and
# about two precisions.
OF_ANOTHER_STYLE = re.compile(
    r"out of (bounds|range)|[Ss]izes? of (the )?tensor|must match|expanded size|mat1 and mat2"
    r"|size mismatch|batch1|shape mismatch|could not (be )?broadcast|shapes? .*mis|not aligned"
    r"|inconsistent|setting an array|shape '.*' is invalid|cannot reshape|unflatten"
    r"|stack expects|non-empty|zero-size|negative dimensions|maximum size for tensor"
    r"|axes don't match|tuple|expected scalar type|same dtype"
)


def is_contradicted(names: Names, group: CallGroup, oracle: Oracle) -> bool:
    """Whether as many calls crash, where the mistakes would give a wrong answer, as calls have a
    wrong answer that speaks for them."""
    against = [each for each in group.wrong if _speaks_against(names, each, oracle)]
    return bool(against) and len(against) >= sum(each.has_wrong_value for each in group.wrong)


def _speaks_against(names: Names, evidence: Evidence, oracle: Oracle) -> bool:
    error, right = evidence.call.error, evidence.right
    if not isinstance(error, StudentRaised) or right.error is not None:
        return False
    if OF_ANOTHER_STYLE.search(error.text[:500]):
        return False
    made = oracle.under(names, evidence)
    return made is not None and made.error is None and not agree(made, right, right, exactly=False)
