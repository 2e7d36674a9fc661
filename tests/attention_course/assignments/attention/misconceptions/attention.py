"""Known mistakes of `attention`: each takes the right function and returns the wrong one."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import Tensor

Attention = Callable[..., Tensor]

AXES = {
    "queries": ("query", "feature"),
    "keys": ("key", "feature"),
    "values": ("key", "value's feature"),
    "mask": ("query", "key"),
    "return of attention": ("query", "value's feature"),
}
PROPERTIES = (
    (
        "there are as many queries as keys",
        lambda queries, keys: queries.shape[-2] == keys.shape[-2],
    ),
    ("there are as many keys as features", lambda keys: keys.shape[-2] == keys.shape[-1]),
)


def _attention_call(
    numbers: Callable[..., Tensor],
    before: tuple[int, ...],
    queries: int,
    keys: int,
    features: int,
    wide: int,
    mask: str,
) -> Mapping[str, Any]:
    """A small call of `attention`, which the grader may ask of a student's code."""
    masks = {
        "none": None,
        "earlier": torch.ones(queries, keys, dtype=torch.bool).tril(),
        "all": torch.ones(queries, keys, dtype=torch.bool),
    }
    return {
        "queries": numbers(*before, queries, features),
        "keys": numbers(*before, keys, features),
        "values": numbers(*before, keys, wide),
        "mask": masks[mask],
    }


PROBES = {
    "attention": (
        _attention_call,
        {
            "before": ((), (2,), (1,)),
            "queries": (2, 1, 3),
            "keys": (3, 1, 2),
            "features": (4, 1, 2, 3),
            "wide": (2, 1, 3),
            "mask": ("none", "earlier", "all"),
        },
    )
}


def _shares(scores: Tensor, dim: int) -> Tensor:
    """Softmax by hand: a known mistake must not call what is forbidden, either."""
    powers = torch.exp(scores - scores.amax(dim=dim, keepdim=True))
    return powers / powers.sum(dim=dim, keepdim=True)


def _mixed(
    queries: Tensor,
    keys: Tensor,
    values: Tensor,
    mask: Tensor | None,
    divisor: float,
    axis: int = -1,
) -> Tensor:
    """Attention with another divisor, or with shares along another axis."""
    scores = queries @ keys.transpose(-2, -1) / divisor
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    return _shares(scores, dim=axis) @ values


def forgets_to_scale(attention: Attention) -> Attention:
    """You take the dot products as they are. How large do they get with many features?"""

    def wrong(queries: Tensor, keys: Tensor, values: Tensor, mask: Tensor | None = None) -> Tensor:
        attention(queries, keys, values, mask)  # refuses what the right one refuses
        return _mixed(queries, keys, values, mask, 1)

    return wrong


def divides_by_the_number_of_features(attention: Attention) -> Attention:
    """Your scores are too small, the more so the more features there are. How fast does a dot
    product of random numbers grow?"""

    def wrong(queries: Tensor, keys: Tensor, values: Tensor, mask: Tensor | None = None) -> Tensor:
        attention(queries, keys, values, mask)
        return _mixed(queries, keys, values, mask, queries.shape[-1])

    return wrong


def multiplies_by_the_root(attention: Attention) -> Attention:
    """Your scores get larger with more features, where scaling should keep them small. In which
    direction do you scale?"""

    def wrong(queries: Tensor, keys: Tensor, values: Tensor, mask: Tensor | None = None) -> Tensor:
        attention(queries, keys, values, mask)
        return _mixed(queries, keys, values, mask, queries.shape[-1] ** -0.5)

    return wrong


def scales_by_the_number_of_keys(attention: Attention) -> Attention:
    """You scale by how many keys there are. How many products are added up in one score?"""

    def wrong(queries: Tensor, keys: Tensor, values: Tensor, mask: Tensor | None = None) -> Tensor:
        attention(queries, keys, values, mask)
        return _mixed(queries, keys, values, mask, math.sqrt(keys.shape[-2]))

    return wrong


def scales_by_the_width_of_the_values(attention: Attention) -> Attention:
    """You scale by the width of the values. How many products are added up in one score?"""

    def wrong(queries: Tensor, keys: Tensor, values: Tensor, mask: Tensor | None = None) -> Tensor:
        attention(queries, keys, values, mask)
        return _mixed(queries, keys, values, mask, math.sqrt(values.shape[-1]))

    return wrong


def shares_along_the_queries(attention: Attention) -> Attention:
    """In your code the queries compete for a key. Add up the shares of one query: what do you
    get?"""

    def wrong(queries: Tensor, keys: Tensor, values: Tensor, mask: Tensor | None = None) -> Tensor:
        attention(queries, keys, values, mask)
        return _mixed(queries, keys, values, mask, math.sqrt(queries.shape[-1]), axis=-2)

    return wrong


def takes_scores_for_shares(attention: Attention) -> Attention:
    """You mix the values with the scores as they are. What should the shares of a query add up
    to?"""

    def wrong(queries: Tensor, keys: Tensor, values: Tensor, mask: Tensor | None = None) -> Tensor:
        attention(queries, keys, values, mask)
        scores = queries @ keys.transpose(-2, -1) / math.sqrt(queries.shape[-1])
        if mask is not None:
            scores = scores.masked_fill(~mask, 0)
        return scores @ values

    return wrong


def forgets_the_transpose(attention: Attention) -> Attention:
    """You multiply the queries with the keys as they lie. Which axis of the keys should vanish in
    the product, and which one does?"""

    def wrong(queries: Tensor, keys: Tensor, values: Tensor, mask: Tensor | None = None) -> Tensor:
        attention(queries, keys, values, mask)
        return _mixed(queries, keys.transpose(-2, -1), values, mask, math.sqrt(queries.shape[-1]))

    return wrong


def turns_all_axes_around(attention: Attention) -> Attention:
    """With a batch, you turn all axes of the keys around, and the batch with them. Which two axes
    should change their places?"""

    def wrong(queries: Tensor, keys: Tensor, values: Tensor, mask: Tensor | None = None) -> Tensor:
        attention(queries, keys, values, mask)
        turned = keys.permute(*reversed(range(keys.ndim))).transpose(-2, -1)
        return _mixed(queries, turned, values, mask, math.sqrt(queries.shape[-1]))

    return wrong


def ignores_the_mask(attention: Attention) -> Attention:
    """Your result is the same with any mask. Where do you use it?"""

    def wrong(queries: Tensor, keys: Tensor, values: Tensor, mask: Tensor | None = None) -> Tensor:
        attention(queries, keys, values, mask)
        return attention(queries, keys, values)

    return wrong


def turns_the_mask_around(attention: Attention) -> Attention:
    """Your queries look where they may not, and nowhere else. What does True mean in the mask?"""

    def wrong(queries: Tensor, keys: Tensor, values: Tensor, mask: Tensor | None = None) -> Tensor:
        attention(queries, keys, values, mask)
        turned = None if mask is None else ~mask
        return _mixed(queries, keys, values, turned, math.sqrt(queries.shape[-1]))

    return wrong


def masks_after_softmax(attention: Attention) -> Attention:
    """You take shares away when they are shared out already. What do those that are left add up
    to?"""

    def wrong(queries: Tensor, keys: Tensor, values: Tensor, mask: Tensor | None = None) -> Tensor:
        attention(queries, keys, values, mask)
        scores = queries @ keys.transpose(-2, -1) / math.sqrt(queries.shape[-1])
        shares = _shares(scores, dim=-1)
        return (shares if mask is None else shares * mask) @ values

    return wrong


def masks_with_a_score_of_zero(attention: Attention) -> Attention:
    """A key that is not allowed has the score zero in your code. What is its share?"""

    def wrong(queries: Tensor, keys: Tensor, values: Tensor, mask: Tensor | None = None) -> Tensor:
        attention(queries, keys, values, mask)
        scores = queries @ keys.transpose(-2, -1) / math.sqrt(queries.shape[-1])
        if mask is not None:
            scores = scores * mask
        return _shares(scores, dim=-1) @ values

    return wrong


def cuts_the_way_back(attention: Attention) -> Attention:
    """The shares are numbers in your code, without a way back: queries and keys will never learn.
    Where do you leave the graph?"""

    def wrong(queries: Tensor, keys: Tensor, values: Tensor, mask: Tensor | None = None) -> Tensor:
        return attention(queries.detach(), keys.detach(), values, mask)

    return wrong


def accepts_a_query_with_nothing_to_look_at(attention: Attention) -> Attention:
    """What are the shares of a query that may look nowhere? See what your function makes of it."""

    def wrong(queries: Tensor, keys: Tensor, values: Tensor, mask: Tensor | None = None) -> Tensor:
        if mask is None or bool(mask.any(dim=-1).all()):
            return attention(queries, keys, values, mask)
        return _mixed(queries, keys, values, mask, math.sqrt(queries.shape[-1]))

    return wrong
