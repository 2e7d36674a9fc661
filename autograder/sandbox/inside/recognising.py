"""Finds given examples again: pictures (N, C, H, W) even after their values were scaled, channel by
channel, and others (N, …) where they are the same.
"""

from __future__ import annotations

import torch
from torch import Tensor

SURE = 0.99  # the least correlation of two pictures that count as the same
OF_PICTURES = 4  # axes
MAX_COMPARED = 1 << 24  # numbers at a time


class Album:
    """Known examples (N, …), to be found among other examples of the same shape."""

    def __init__(self, examples: Tensor) -> None:
        self._examples = examples
        self._known: Tensor | None = None
        self._known_reshaped: Tensor | None = None

    def find(self, examples: Tensor) -> Tensor:
        """For each of the examples (M, …), its index among the known ones, or -1: (M,)."""
        if examples.shape[1:] != self._examples.shape[1:]:
            return _nowhere(examples)
        if examples.dim() != OF_PICTURES:
            return _same(examples, self._examples)
        if self._known is None:
            self._known = _normed(self._examples)
        return _alike(examples, self._known)

    def find_reshaped(self, examples: Tensor) -> Tensor:
        """As `find`, for pictures whose axes were reordered by `reshape` instead of `permute`."""
        if not examples.dim() == self._examples.dim() == OF_PICTURES:
            return _nowhere(examples)
        if self._known_reshaped is None:
            moved = self._examples.permute(0, 2, 3, 1).reshape(self._examples.shape)
            self._known_reshaped = _normed(moved)
        if examples.shape[1:] != self._examples.shape[1:]:
            return _nowhere(examples)
        return _alike(examples, self._known_reshaped)


def _nowhere(examples: Tensor) -> Tensor:
    return torch.full((len(examples),), -1)


def _same(examples: Tensor, known: Tensor) -> Tensor:
    """The first of the known examples that is the same, or -1: (M,)."""
    rows = known.detach().cpu().flatten(1) if known.dim() > 1 else known.detach().cpu()[:, None]
    step = max(1, MAX_COMPARED // max(rows.numel(), 1))
    places = []
    asked = examples.detach().cpu().reshape(len(examples), -1)
    for start in range(0, len(asked), step):
        part = asked[start : start + step]
        equal = (part[:, None] == rows[None]).all(2)
        places.append(torch.where(equal.any(1), equal.int().argmax(1), -1))
    return torch.cat(places) if places else _nowhere(examples)


def _alike(pictures: Tensor, known: Tensor) -> Tensor:
    asked = _normed(pictures)
    channels = known.shape[1]
    likeness, places = (asked.flatten(1) @ known.flatten(1).T / channels).max(1)
    return torch.where(likeness > SURE, places, -1)


def _normed(pictures: Tensor) -> Tensor:
    """The pictures with each channel scaled to mean 0 and Euclidean norm 1."""
    flat = pictures.detach().cpu().float().flatten(2)
    centred = flat - flat.mean(2, keepdim=True)
    lengths: Tensor = torch.linalg.vector_norm(centred, dim=2, keepdim=True)
    return centred / lengths.clamp_min(1e-6)
