"""Ablation: replaces the results of some operators by zeros, to see whether a network uses them.

The course names the operators. They still run. They are matched as dispatched operators, so that
`F.conv2d`, `nn.Conv2d` and `torch.ops.aten.convolution` count as the same:
https://docs.pytorch.org/docs/stable/notes/extending.html#extending-all-torch-api-with-modes
Covered: every call of such an operator while the mode is on, also in a network's own methods. Not
covered: a layer written with other operators, such as a convolution with unfold and matmul; other
threads; and code that recognises our zeros, or leaves the mode.
"""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase
from typing import Any

import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_map

from .messages import Ablation


class Ablated(TorchDispatchMode):  # type: ignore[no-untyped-call]  # torch has no types for it
    """While active, the operators of `ablation` return zeros, and `count` counts their calls.

    Applies to the current thread only.
    """

    def __init__(self, ablation: Ablation) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # see above
        self._ablation = ablation
        self.count = 0

    def __torch_dispatch__(
        self,
        func: Any,
        types: Sequence[type],
        args: tuple[Any, ...] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> Any:
        given = kwargs or {}
        answer = func(*args, **given)
        name = func._schema.name.split("::")[1]
        matches = any(fnmatchcase(name, pattern) for pattern in self._ablation.operators)
        if matches or (
            name in self._ablation.reductions and _reduces_from(self._ablation.first_axis, args)
        ):
            self.count += 1
            return tree_map(_zeros, answer)
        return answer


def _reduces_from(first_axis: int, args: tuple[Any, ...]) -> bool:
    """Whether an operator reduces over axes from `first_axis` on, and over nothing else."""
    if len(args) < 2 or not isinstance(args[0], torch.Tensor):
        return False
    axes = args[1] if isinstance(args[1], list | tuple) else [args[1]]
    count = args[0].dim()
    whole = [axis % count for axis in axes if isinstance(axis, int) and count > first_axis]
    return bool(whole) and all(axis >= first_axis for axis in whole)


def _zeros(value: Any) -> Any:
    is_number = isinstance(value, torch.Tensor) and value.is_floating_point()
    return torch.zeros_like(value) if is_number else value
