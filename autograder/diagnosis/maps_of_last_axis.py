"""Maps along the last axis, of answers that have more axes in one call than in another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import torch
from torch import Tensor

from autograder.diagnosis.maps import Map
from autograder.diagnosis.maps_of_axes import of_tensor


def of_last_axis() -> Iterator[Map]:
    """Maps of an answer that has more axes in one call than in another."""
    for name, words, change in _LAST_AXIS:
        yield Map(f"last_axis:{name}", words, of_tensor(change))


LUMINANCE = (0.299, 0.587, 0.114)  # of red, green and blue, by ITU-R BT.601


def _grey(tensor: Tensor) -> Tensor:
    """Raises ValueError unless there are three channels, and perhaps transparency."""
    if tensor.ndim < 2 or tensor.shape[-1] not in (3, 4):
        raise ValueError("these are no colours")
    return tensor[..., :3].double() @ torch.tensor(LUMINANCE, dtype=torch.float64)


_LAST_AXIS: Sequence[tuple[str, str, Callable[[Tensor], Tensor]]] = (
    ("averaged", "{it} were the mean over its last axis", lambda t: t.mean(-1)),
    ("summed", "{it} were added up over its last axis", lambda t: t.sum(-1)),
    ("largest", "{it} were the largest number along its last axis", lambda t: t.amax(-1)),
    ("first_kept", "only the first entry of the last axis of {it} were kept", lambda t: t[..., 0]),
    ("last_kept", "only the last entry of the last axis of {it} were kept", lambda t: t[..., -1]),
    (
        "averaged_for_all",
        "each number of {it} were the mean over its last axis",
        lambda t: t.mean(-1, keepdim=True).expand_as(t),
    ),
    (
        "averaged_and_kept",
        "{it} were the mean over its last axis, which were kept",
        lambda t: t.mean(-1, keepdim=True),
    ),
    ("grey", "the colours of {it} were made one grey number", _grey),
    ("reversed", "the last axis of {it} were in reverse order", lambda t: t.flip(-1)),
)
