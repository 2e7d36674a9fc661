"""What is read where a window sticks out of the picture."""

from __future__ import annotations

import torch
from torch import Tensor

from autograder.diagnosis.grids import StickingOut

LEFT_OUT = float("nan")


def read_beyond(padded: Tensor, indices: list[Tensor], inside: list[Tensor], beyond: str) -> Tensor:
    """What is read at these indices of rows and columns, of which some are not `inside`.

    `beyond` is that of a `Grid`. Raises StickingOut where it is refused.
    """
    high, wide = padded.shape[-2:]
    is_any = inside[0].any(2, keepdim=True) & inside[1].any(3, keepdim=True)
    rows, columns = indices
    if beyond == "refused":
        raise StickingOut
    if beyond == "python":
        if bool(
            ((rows < -high) | (rows >= high)).any() | ((columns < -wide) | (columns >= wide)).any()
        ):
            raise StickingOut
        beyond = "other end"
    if beyond == "other end":
        return padded[..., rows % high, columns % wide]
    if beyond == "stretched":
        ends = (high, wide)
        rows, columns = (
            _stretched(index, within, 2 + axis).clamp(0, ends[axis] - 1)
            for axis, (index, within) in enumerate(zip(indices, inside, strict=True))
        )
        read = padded[..., rows, columns]
        return read if bool(is_any.all()) else torch.where(is_any, read, LEFT_OUT)
    near = padded[..., rows.clamp(0, high - 1), columns.clamp(0, wide - 1)]
    if beyond == "nearest":
        return near
    return torch.where(inside[0] & inside[1], near, 0.0 if beyond == "zero" else LEFT_OUT)


def _stretched(index: Tensor, inside: Tensor, axis: int) -> Tensor:
    """The single pixel of a window in place of all. Raises ValueError where there are several, or
    none but of a window of one pixel."""
    count = inside.expand_as(index).sum(axis, keepdim=True)
    is_possible = (count == 1) | (count == index.shape[axis])
    if index.shape[axis] != 1 and not bool(is_possible.all()):
        raise ValueError("a part of a window sticks out")
    return torch.where(count == 1, index.narrow(axis, 0, 1), index)
