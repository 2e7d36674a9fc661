"""The same, by einsum, with queries that are scaled beforehand and a very small score."""


def attention(queries, keys, values, mask=None):
    if mask is not None and bool((mask.sum(dim=-1) == 0).any()):
        raise ValueError("Nothing is left to look at.")
    scores = torch.einsum("...ld,...sd->...ls", queries * queries.shape[-1] ** -0.5, keys)  # noqa: F821
    if mask is not None:
        scores = torch.where(mask, scores, torch.tensor(float("-inf")))  # noqa: F821
    powers = torch.exp(scores - scores.amax(-1, keepdim=True))  # noqa: F821
    return torch.einsum("...ls,...se->...le", powers, values) / powers.sum(-1, keepdim=True)  # noqa: F821
