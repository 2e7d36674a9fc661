"""Task 2 of 5: cross entropy. How surprised a model is by what came."""

import torch


def cross_entropy(scores: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """The mean surprise: minus the natural logarithm of the share that the target has.

    Shapes: scores (N, K), targets (N,) of whole numbers from 0 to K - 1 → a single number ()
        result == mean over n of -log(softmax(scores)[n, targets[n]])

    A score that is a thousand less than the largest has a share that float32 can't hold; its
    surprise is still 1000.

    Raises ValueError if there are no examples: then there is no mean.

    Example: the target has a share of one half, so that the surprise is log 2.
        >>> cross_entropy(torch.tensor([[5.0, 5.0]]), torch.tensor([1]))
        tensor(0.6931)

    Hint: the logarithm of a quotient is a difference.
    """
    # TODO: return the mean surprise.
    raise NotImplementedError("cross_entropy is still to do")
