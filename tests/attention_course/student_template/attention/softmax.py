"""Task 1 of 5: softmax. Scores become shares, which are positive and add up to one."""

import torch


def softmax(scores: torch.Tensor) -> torch.Tensor:
    """The shares of the scores along the last axis.

    Shapes: (…, K) → (…, K), with the dtype of `scores`
        result[…, k] == exp(scores[…, k]) / (the sum of exp(scores[…, j]) over all j)

    Scores may be huge, as 1000, or minus infinity: its share is 0. There is at least one number
    in each row that isn't minus infinity. `scores` stays as it was.

    Raises ValueError if the last axis is empty: then there is nothing to share.

    Example: the logarithms of 1 and 3.
        >>> softmax(torch.tensor([[0.0, 1.0986123]]))
        tensor([[0.2500, 0.7500]])

    Hint: which number can be added to all scores of a row without a change of their shares?
    """
    # TODO: return the shares.
    raise NotImplementedError("softmax is still to do")
