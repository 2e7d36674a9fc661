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
        # BEGIN SOLUTION: make the parameters.
        if width % heads:
            raise ValueError(f"A width of {width} can't be divided into {heads} heads.")
        self.heads = heads
        self.in_proj_weight = nn.Parameter(torch.randn(3 * width, width) / width**0.5)
        self.in_proj_bias = nn.Parameter(torch.zeros(3 * width))
        self.out_proj = nn.Linear(width, width)
        # END SOLUTION

    def forward(self, batch: torch.Tensor, mask: torch.Tensor | None = None) -> torch.Tensor:
        """Each place looks at the places of its row. Shapes: (N, L, E), mask (L, L) → (N, L, E)."""
        # BEGIN SOLUTION: return what the heads have found, side by side and projected.
        rows, places, width = batch.shape
        together = batch @ self.in_proj_weight.T + self.in_proj_bias
        queries, keys, values = (
            part.reshape(rows, places, self.heads, -1).transpose(1, 2)
            for part in together.chunk(3, dim=-1)
        )
        found = attention(queries, keys, values, mask)
        return self.out_proj(found.transpose(1, 2).reshape(rows, places, width))
        # END SOLUTION
