"""What tells whether an argument was written into while a call ran.

Covered: numbers of tensors and arrays, also deep in lists and dicts. Not covered: code that puts
the old numbers back before it returns, and objects of other classes.
"""

from __future__ import annotations

import numpy as np
import torch

NUMBERS_AND_TEXTS = (int, float, complex, str)


def frozen(value: object) -> object:
    """What is equal before and after a call unless it has written into `value`."""
    if isinstance(value, torch.Tensor | np.ndarray):
        numbers = value.detach().numpy() if isinstance(value, torch.Tensor) else value
        return tuple(numbers.shape), numbers.tobytes()
    if isinstance(value, list | tuple):
        return [frozen(each) for each in value]
    if isinstance(value, dict):
        return {key: frozen(each) for key, each in value.items()}
    # It cannot be changed itself, but a list may be given another one. NaN differs from itself.
    return repr(value) if isinstance(value, NUMBERS_AND_TEXTS) else None
