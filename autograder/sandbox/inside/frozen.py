"""What tells whether an argument was written into while a call ran.

Covered: numbers of tensors and arrays, also deep in lists and dicts. Not covered: code that puts
the old numbers back before it returns, and objects of other classes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch

NUMBERS_AND_TEXTS = (int, float, complex, str)


def by_name(args: Sequence[Any], kwargs: Mapping[str, Any]) -> dict[str, Any]:
    """Each argument of a call, by the name that sentences have for it."""
    return {f"argument {i}": value for i, value in enumerate(args, 1)} | dict(kwargs)


def frozen(value: object) -> object:
    """What is equal before and after a call unless it has written into `value`."""
    if isinstance(value, torch.Tensor):
        plain = value.detach().resolve_conj().resolve_neg()
        if plain.dtype is torch.bfloat16:  # which numpy lacks
            plain = plain.view(torch.int16)
        value = plain.numpy()
    if isinstance(value, np.ndarray):
        return tuple(value.shape), value.tobytes()
    if isinstance(value, list | tuple):
        return [frozen(each) for each in value]
    if isinstance(value, dict):
        return {key: frozen(each) for key, each in value.items()}
    # It cannot be changed itself, but a list may be given another one. NaN differs from itself.
    return repr(value) if isinstance(value, NUMBERS_AND_TEXTS) else None
