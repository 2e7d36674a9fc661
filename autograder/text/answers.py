"""Words for an answer: its kind, and the verb that goes with its name."""

from __future__ import annotations

import re

import numpy as np
from torch import Tensor

_BEHIND = re.compile(r",| (?:of|for|in|at|on|to|from|with|after|before|without|by|that|which)\b")
_ONE = ("a ", "an ", "each ", "every ", "one ", "this ", "another ")


def kind_of(answer: object) -> str:
    """The type of an answer in words: 'None', 'a list', 'a numpy array'."""
    if answer is None:
        return "None"
    if isinstance(answer, np.ndarray):
        return "a numpy array"
    if isinstance(answer, Tensor):
        return "a tensor"
    described = getattr(answer, "description_", None)
    if described is not None:
        return str(described)
    name = type(answer).__name__
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def has(name: str) -> str:
    """The name and its verb: 'The gradient has', 'The targets have'."""
    return f"{name} {'have' if is_plural(name) else 'has'}"


def is_plural(name: str) -> bool:
    """Whether a name such as "The targets" stands for several; a loss, an axis, a bias do not.

    What comes behind its first noun makes no difference: "The list of ids", "A row of the targets".
    """
    first = _BEHIND.split(name.lower(), maxsplit=1)[0]
    if first.startswith(_ONE):
        return False
    return first.endswith("s") and not first.endswith(("ss", "is", "as", "us"))
