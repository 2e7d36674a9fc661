"""The same, as powers of differences: the logarithm of the sum is taken away first."""


def softmax(scores: torch.Tensor) -> torch.Tensor:  # noqa: F821 - stands below the solution
    if scores.size(-1) < 1:
        raise ValueError("There is nothing to share.")
    most = scores.max(dim=-1, keepdim=True).values
    total = most + ((scores - most).exp().sum(dim=-1, keepdim=True)).log()
    return (scores - total).exp()
