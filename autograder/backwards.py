"""The backward pass through an answer, for checks and for the diagnosis alike."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor


def pulled_back(
    answer: Tensor, leaves: Sequence[Tensor], inflow: Tensor
) -> tuple[Tensor | None, ...]:
    """The gradients of the leaves if `inflow` flows into the answer, whose shape it has; None for
    those that it does not reach. The graph is kept.
    """
    # `grad_outputs=inflow` would say the same, and import sympy first, which takes 0.3 seconds.
    loss = (answer * inflow.to(answer.dtype)).sum()
    return torch.autograd.grad(loss, leaves, retain_graph=True, allow_unused=True)
