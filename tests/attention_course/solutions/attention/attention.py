"""Task 3 of 5: attention. Each query asks all keys, and gets a mixture of their values."""

import math

import torch
from softmax import softmax


def attention(
    queries: torch.Tensor,
    keys: torch.Tensor,
    values: torch.Tensor,
    mask: torch.Tensor | None = None,
) -> torch.Tensor:
    """Scaled dot-product attention.

    Shapes: queries (…, L, D), keys (…, S, D), values (…, S, E) → (…, L, E)
        scores[…, l, s] == (queries[…, l] · keys[…, s]) / sqrt(D)
        result[…, l] == the sum over s of softmax(scores[…, l])[s] * values[…, s]

    `mask` (L, S) holds truth values: True where a query may look at a key. A key that a query may
    not look at gets no share, and those that are left add up to one.

    Raises ValueError if the mask leaves a query nothing to look at.

    Example: the second key is forbidden, so that the first value is all that is left.
        >>> two = torch.tensor([[1.0], [2.0]])
        >>> attention(torch.tensor([[3.0]]), two, two, torch.tensor([[True, False]]))
        tensor([[1.]])

    Hint: which score has a share of zero?
    """
    # BEGIN SOLUTION: return the mixtures of the values.
    scores = queries @ keys.transpose(-2, -1) / math.sqrt(queries.shape[-1])
    if mask is not None:
        if not mask.any(dim=-1).all():
            raise ValueError("A query has nothing to look at.")
        scores = scores.masked_fill(~mask, -math.inf)
    return softmax(scores) @ values
    # END SOLUTION
