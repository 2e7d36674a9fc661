"""What students may read of a submission's own choices: words of a short list, and small shapes.

Everything that a submission can choose freely could repeat a hidden value.
"""

from __future__ import annotations

import builtins
import math
from collections.abc import Sequence

OF_ITS_OWN = "an exception of its own"
# Of what torch, numpy and Pillow raise, the types that Python does not have.
OF_LIBRARIES = frozenset(
    {"AxisError", "LinAlgError", "OutOfMemoryError", "UnidentifiedImageError", "_LinAlgError"}
)
KINDS = frozenset(
    {
        "None",
        "a generator",
        "a layer",
        "a numpy array",
        "a sparse tensor",
        "a tensor",
        "an int of more than 64 bits",
        "an object that can be called",
    }
)
MAX_AXES = 6
MAX_TIMES, MAX_BESIDE = 8, 64  # numbers: so many times what was wanted, and so many more


def exception(name: str) -> str:
    """The name of an exception's class if Python or a library has it; others may be made up."""
    kind = getattr(builtins, name, None)
    is_known = isinstance(kind, type) and issubclass(kind, BaseException)
    return name if is_known or name in OF_LIBRARIES else OF_ITS_OWN


def kind(words: str) -> str:
    """What an answer is, if Python has a word for it: 'a list'; others may be made up."""
    name = words.removeprefix("an ").removeprefix("a ")
    is_known = words in KINDS or isinstance(getattr(builtins, name, None), type)
    return words if is_known else "something else"


def shape(actual: Sequence[int], wanted: Sequence[int]) -> str:
    """The shape, unless it has no numbers or far too many: its sides could spell something."""
    most = MAX_BESIDE + MAX_TIMES * math.prod(wanted)
    is_plausible = len(actual) <= MAX_AXES and 0 < math.prod(actual) <= most
    return f"shape {tuple(actual)}" if is_plausible else "another shape"
