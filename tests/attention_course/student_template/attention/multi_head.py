"""Task 4 of 5: multi_head. Several attentions side by side, as a layer."""

import torch
from attention import attention
from torch import nn


class MultiHead(nn.Module):
    """Self-attention with several heads: gives what `nn.MultiheadAttention` gives.

    Parameters, with the names and shapes that they have in PyTorch for a width E:
        `in_proj_weight` (3E, E), `in_proj_bias` (3E,): the first E rows make the queries, the next
        the keys, the last the values: batch @ weight.T + bias
        `out_proj`: an `nn.Linear(E, E)`, for the heads' results side by side

    Head h has the features h * E/heads to (h + 1) * E/heads - 1 of queries, keys and values.

    Raises ValueError if the width can't be divided into so many heads.

    Example: as many numbers come out as went in.
        >>> MultiHead(6, 2)(torch.zeros(1, 4, 6)).shape
        torch.Size([1, 4, 6])
    """

    def __init__(self, width: int, heads: int) -> None:
        """Make the parameters."""
        super().__init__()
        # TODO: make the parameters.
        raise NotImplementedError("MultiHead.__init__ is still to do")

    def forward(self, batch: torch.Tensor, mask: torch.Tensor | None = None) -> torch.Tensor:
        """Each place looks at the places of its row. Shapes: (N, L, E), mask (L, L) → (N, L, E)."""
        # TODO: return what the heads have found, side by side and projected.
        raise NotImplementedError("MultiHead.forward is still to do")
