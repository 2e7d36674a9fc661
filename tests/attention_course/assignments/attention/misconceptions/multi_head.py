"""Known mistakes of `multi_head`: each takes the right layer and returns the wrong one."""

# ruff: noqa: N803 - a parameter has the name of what it replaces, and that is a class

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import Tensor, nn

Layer = type[nn.Module]

AXES = {"batch": ("row", "place", "feature"), "return of MultiHead": ("row", "place", "feature")}


def _multi_head_call(
    numbers: Callable[..., Tensor], rows: int, places: int, size: int, heads: int, masked: bool
) -> Mapping[str, Any]:
    """A small call of a layer: how it is made, the state that it gets, and what goes in."""
    width = size * heads
    state = {
        "in_proj_weight": numbers(3 * width, width),
        "in_proj_bias": numbers(3 * width),
        "out_proj.weight": numbers(width, width),
        "out_proj.bias": numbers(width),
    }
    return {
        "made": {"width": width, "heads": heads},
        "state": {name: value.detach().float() for name, value in state.items()},
        "batch": numbers(rows, places, width),
        "mask": torch.ones(places, places, dtype=torch.bool).tril() if masked else None,
    }


PROBES = {
    "MultiHead": (
        _multi_head_call,
        {
            "rows": (1, 2),
            "places": (3, 1, 2),
            "size": (2, 1, 3),
            "heads": (2, 1, 3),
            "masked": (False, True),
        },
    )
}


def _shares(scores: Tensor, dim: int) -> Tensor:
    """Softmax by hand: a known mistake must not call what is forbidden, either."""
    powers = torch.exp(scores - scores.amax(dim=dim, keepdim=True))
    return powers / powers.sum(dim=dim, keepdim=True)


def _mixed(queries: Tensor, keys: Tensor, values: Tensor, mask: Tensor | None, size: int) -> Tensor:
    scores = queries @ keys.transpose(-2, -1) / math.sqrt(size)
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    return _shares(scores, dim=-1) @ values


def _by_hand(
    layer: Any,
    batch: Tensor,
    mask: Tensor | None,
    *,
    split: Callable[[Tensor, int], Tensor] | None = None,
    join: Callable[[Tensor], Tensor] | None = None,
    order: tuple[int, int, int] = (0, 1, 2),
    bias: bool = True,
    size: int | None = None,
    out: bool = True,
    heads: int | None = None,
) -> Tensor:
    """What the layer gives, with one step done otherwise."""
    rows, places, width = batch.shape
    heads = heads or layer.heads
    together = batch @ layer.in_proj_weight.T
    if bias:
        together = together + layer.in_proj_bias
    parts = together.chunk(3, dim=-1)
    cut = split or (lambda part, count: part.reshape(rows, places, count, -1).transpose(1, 2))
    queries, keys, values = (cut(parts[which], heads) for which in order)
    found = _mixed(queries, keys, values, mask, size or width // heads)
    joined = join(found) if join else found.transpose(1, 2)
    joined = joined.reshape(rows, places, width)
    return layer.out_proj(joined) if out else joined


def cuts_heads_out_of_places(MultiHead: Any) -> Layer:
    """You reshape straight into heads, so that a head gets some of the places instead of some of
    the features. Which axis has to be divided, and which one has to move?"""

    class Wrong(MultiHead):  # type: ignore[misc]
        def forward(self, batch: Tensor, mask: Tensor | None = None) -> Any:
            rows, places, _ = batch.shape
            return _by_hand(
                self, batch, mask, split=lambda part, heads: part.reshape(rows, heads, places, -1)
            )

    return Wrong


def deals_features_out_in_turn(MultiHead: Any) -> Layer:
    """You deal the features out to the heads in turn. Which features belong to the first head?"""

    class Wrong(MultiHead):  # type: ignore[misc]
        def forward(self, batch: Tensor, mask: Tensor | None = None) -> Any:
            rows, places, _ = batch.shape

            def split(part: Tensor, heads: int) -> Tensor:
                return part.reshape(rows, places, -1, heads).permute(0, 3, 1, 2)

            def join(found: Tensor) -> Tensor:
                return found.permute(0, 2, 3, 1)

            return _by_hand(self, batch, mask, split=split, join=join)

    return Wrong


def joins_heads_without_moving_them_back(MultiHead: Any) -> Layer:
    """You join the heads while they still come before the places. What lies side by side then?"""

    class Wrong(MultiHead):  # type: ignore[misc]
        def forward(self, batch: Tensor, mask: Tensor | None = None) -> Any:
            return _by_hand(self, batch, mask, join=lambda found: found)

    return Wrong


def scales_by_the_whole_width(MultiHead: Any) -> Layer:
    """Each head is scaled as if it had all features. How many has it?"""

    class Wrong(MultiHead):  # type: ignore[misc]
        def forward(self, batch: Tensor, mask: Tensor | None = None) -> Any:
            return _by_hand(self, batch, mask, size=batch.shape[-1])

    return Wrong


def has_one_head_only(MultiHead: Any) -> Layer:
    """Your result is the same for any number of heads. Where do you use it?"""

    class Wrong(MultiHead):  # type: ignore[misc]
        def forward(self, batch: Tensor, mask: Tensor | None = None) -> Any:
            return _by_hand(self, batch, mask, heads=1)

    return Wrong


def takes_keys_for_queries(MultiHead: Any) -> Layer:
    """Your queries come from the rows of the keys. In which order does the weight hold the
    three?"""

    class Wrong(MultiHead):  # type: ignore[misc]
        def forward(self, batch: Tensor, mask: Tensor | None = None) -> Any:
            return _by_hand(self, batch, mask, order=(1, 0, 2))

    return Wrong


def forgets_the_biases_of_the_projections(MultiHead: Any) -> Layer:
    """The biases of queries, keys and values have no part in your result. What are they added
    to?"""

    class Wrong(MultiHead):  # type: ignore[misc]
        def forward(self, batch: Tensor, mask: Tensor | None = None) -> Any:
            return _by_hand(self, batch, mask, bias=False)

    return Wrong


def forgets_the_last_projection(MultiHead: Any) -> Layer:
    """You return the heads side by side. What is left to do with them?"""

    class Wrong(MultiHead):  # type: ignore[misc]
        def forward(self, batch: Tensor, mask: Tensor | None = None) -> Any:
            return _by_hand(self, batch, mask, out=False)

    return Wrong


def lets_rows_look_at_each_other(MultiHead: Any) -> Layer:
    """In your layer the rows of a batch look at each other: the first axis is taken for that of
    the places. Which axis counts what?"""

    class Wrong(MultiHead):  # type: ignore[misc]
        def forward(self, batch: Tensor, mask: Tensor | None = None) -> Any:
            super().forward(batch, mask)
            return super().forward(batch.transpose(0, 1)).transpose(0, 1)

    return Wrong


def does_not_pass_the_mask_on(MultiHead: Any) -> Layer:
    """Your layer takes a mask, and nobody asks for it. Who should get it?"""

    class Wrong(MultiHead):  # type: ignore[misc]
        def forward(self, batch: Tensor, mask: Tensor | None = None) -> Any:
            super().forward(batch, mask)
            return super().forward(batch)

    return Wrong


def does_not_register_its_parameters(MultiHead: Any) -> Layer:
    """Your layer lacks parameters: some of its numbers are plain tensors, which no optimizer will
    find. What turns a tensor into a parameter?"""

    class Wrong(MultiHead):  # type: ignore[misc]
        def __init__(self, width: int, heads: int) -> None:
            super().__init__(width, heads)
            weight, bias = self.in_proj_weight.detach(), self.in_proj_bias.detach()
            del self.in_proj_weight, self.in_proj_bias
            self.in_proj_weight, self.in_proj_bias = weight, bias

    return Wrong


def cuts_the_way_back(MultiHead: Any) -> Layer:
    """No gradient comes back to the batch, so that no layer before yours will ever learn. Where do
    you take it out of the graph?"""

    class Wrong(MultiHead):  # type: ignore[misc]
        def forward(self, batch: Tensor, mask: Tensor | None = None) -> Any:
            return super().forward(batch.detach(), mask)

    return Wrong


def accepts_heads_that_do_not_fit(MultiHead: Any) -> Layer:
    """Which features would be left over if 5 were divided into 2 heads? See what your layer does
    when it is made so."""

    class Wrong(MultiHead):  # type: ignore[misc]
        def __init__(self, width: int, heads: int) -> None:
            super().__init__(width, heads if width % heads == 0 else 1)

    return Wrong
