"""Operators whose answers are taken away, to see whether a network's own answer depends on them.

The course says which ones. Not a ban: they run, and what comes out of them is zeros. They are known
by operators, not by names of modules: `F.conv2d`, `nn.Conv2d` and `torch.ops.aten.convolution` are
one and the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase
from typing import Any

import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_map

from .messages import Ablation

FIRST_SIDE = 2  # (N, C, H, W)


class Ablated(TorchDispatchMode):  # type: ignore[no-untyped-call]  # torch has no types for it
    """While active, the operators of `ablation` answer with zeros, and are counted.

    Holds for the current thread.
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
        if matches or (name in self._ablation.reductions and _reduces_sides(args)):
            self.count += 1
            return tree_map(_zeros, answer)
        return answer


def _reduces_sides(args: tuple[Any, ...]) -> bool:
    """Whether a reduction goes over sides of pictures, and over nothing else."""
    if len(args) < 2 or not isinstance(args[0], torch.Tensor):
        return False
    axes = args[1] if isinstance(args[1], list | tuple) else [args[1]]
    count = args[0].dim()
    whole = [axis % count for axis in axes if isinstance(axis, int) and count > FIRST_SIDE]
    return bool(whole) and all(axis >= FIRST_SIDE for axis in whole)


def _zeros(value: Any) -> Any:
    is_number = isinstance(value, torch.Tensor) and value.is_floating_point()
    return torch.zeros_like(value) if is_number else value
