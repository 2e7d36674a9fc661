"""What a task may forbid, asked for in several ways. This file is handed in, runs in a worker."""

from __future__ import annotations

import threading
from collections.abc import Callable

import torch


def convolve() -> float:
    """Convolve by torch's function."""
    return _convolved(torch.nn.functional.conv1d)


def convolve_by_name() -> float:
    """Convolve by the operator behind it."""
    return _convolved(lambda images, weight: torch.ops.aten.conv1d(images, weight))


def convolve_in_a_thread() -> float:
    """Convolve in another thread; gives 0 if that could not be done."""
    found = [0.0]
    thread = threading.Thread(target=lambda: found.append(convolve()))
    thread.start()
    thread.join()
    return found[-1]


def _convolved(function: Callable[..., torch.Tensor]) -> float:
    images, weight = torch.ones(1, 1, 3), torch.ones(1, 1, 2)
    return float(function(images, weight).sum())
