"""Copies of arguments, since a mistake may write into what it is given."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from autograder.sandbox.inside import packing


def faithful(value: Any) -> Any:
    """The argument as another process gets it: same numbers, same kind of layout, a leaf if it is
    to get a gradient; also in lists and dicts. What holds no numbers stays itself."""
    if isinstance(value, Tensor):
        tensor = value.detach()
        copy = tensor.clone() if value.is_contiguous() else spread(tensor)
        return copy.requires_grad_(value.requires_grad)
    if isinstance(value, np.ndarray):
        dense = value.flags.c_contiguous
        return value.copy() if dense else packing.spread(value, packing.order_of(value.strides))
    if type(value) in (list, tuple):
        return type(value)(map(faithful, value))
    if isinstance(value, dict):
        return {key: faithful(part) for key, part in value.items()}
    return value


def spread(tensor: Tensor) -> Tensor:
    """A copy with its axes in the same order in memory, like that of `packing.spread`."""
    order = packing.order_of(tensor.stride())
    if order:
        back = [order.index(axis) for axis in range(len(order))]
        tensor = tensor.permute(order).clone(memory_format=torch.contiguous_format).permute(back)
    return torch.stack([tensor] * 2, -1)[..., 0] if tensor.is_contiguous() else tensor


def plain(value: Any) -> Any:
    """A copy, for a mistake may write into what it is given."""
    if isinstance(value, Tensor):
        return value.detach().clone()
    if isinstance(value, list | tuple):
        return type(value)(plain(item) for item in value)
    return value.copy() if isinstance(value, np.ndarray | dict) else value
