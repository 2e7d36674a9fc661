"""Task 1 of 3: centring. Each feature of a batch gets the mean zero."""

import torch


def centred(batch: torch.Tensor) -> torch.Tensor:
    """The batch, with the mean of each feature taken away.

    Shapes: (N, F) → (N, F), with the dtype of `batch`
        result[n, f] == batch[n, f] - batch[:, f].mean()

    Raises ValueError if the batch has no examples: then there is no mean.

    Example: two examples of two features. The means are 2 and 20.
        >>> centred(torch.tensor([[1.0, 10.0], [3.0, 30.0]]))
        tensor([[ -1., -10.],
                [  1.,  10.]])

    Hint: which axis has to vanish for the mean of a feature?
    """
    # BEGIN SOLUTION: return the centred batch.
    if len(batch) == 0:
        raise ValueError("A batch without examples has no mean.")
    return batch - batch.mean(dim=0)
    # END SOLUTION
