"""Known mistakes of `scaling`: each takes the right layer and returns the wrong one."""

# ruff: noqa: N803 - a parameter has the name of what it replaces, and that is a class

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import Tensor, nn

Layer = type[nn.Module]

AXES = {"batch": ("example", "feature"), "return of Scaling": ("example", "feature")}


def _scaling_call(
    numbers: Callable[..., Tensor], examples: int, features: int
) -> Mapping[str, Any]:
    """A small call of a layer: how it is made, the state that it gets, and what goes in."""
    state = {"weight": numbers(features), "bias": numbers(features)}
    return {
        "made": {"features": features},
        "state": {name: value.detach().float() for name, value in state.items()},
        "batch": numbers(examples, features),
    }


PROBES = {"Scaling": (_scaling_call, {"examples": (2, 1, 3), "features": (3, 1, 2)})}


def forgets_the_bias(Scaling: Any) -> Layer:
    """The bias has no part in your result. What is it for?"""

    class Wrong(Scaling):  # type: ignore[misc]
        def forward(self, batch: Tensor) -> Any:
            return batch * self.weight

    return Wrong


def adds_the_bias_first(Scaling: Any) -> Layer:
    """You add first and multiply then, so that the bias is multiplied too. In which order does
    the task say it?"""

    class Wrong(Scaling):  # type: ignore[misc]
        def forward(self, batch: Tensor) -> Any:
            return (batch + self.bias) * self.weight

    return Wrong


def does_not_register_its_parameters(Scaling: Any) -> Layer:
    """Your layer has no parameters: its numbers are plain tensors, which no optimizer will find.
    What turns a tensor into a parameter?"""

    class Wrong(nn.Module):
        def __init__(self, features: int) -> None:
            super().__init__()
            self.numbers = [torch.ones(features), torch.zeros(features)]

        def forward(self, batch: Tensor) -> Any:
            weight, bias = self.numbers
            return batch * weight + bias

    return Wrong


def cuts_the_way_back(Scaling: Any) -> Layer:
    """No gradient comes back to the batch, so that no layer before yours will ever learn. Where do
    you take the batch out of the graph?"""

    class Wrong(Scaling):  # type: ignore[misc]
        def forward(self, batch: Tensor) -> Any:
            return batch.detach() * self.weight + self.bias

    return Wrong
