"""Words for an answer: its kind, and the verb that goes with its name."""

from __future__ import annotations

import numpy as np
from torch import Tensor


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
    """Whether a name such as "The targets" stands for several; a loss, an axis, a bias do not."""
    return name.endswith("s") and not name.endswith(("ss", "is", "as", "us"))
