"""Finds given pictures again after their values were scaled and shifted, channel by channel."""

from __future__ import annotations

import torch
from torch import Tensor

SURE = 0.99  # the least correlation of two pictures that count as the same


class Album:
    """Known pictures (N, C, H, W), to be found among other pictures of the same shape."""

    def __init__(self, pictures: Tensor) -> None:
        self._pictures = pictures
        self._known: Tensor | None = None
        self._known_reshaped: Tensor | None = None

    def find(self, pictures: Tensor) -> Tensor:
        """For each of the pictures (M, C, H, W), its index among the known ones, or -1: (M,)."""
        if self._known is None:
            self._known = _normed(self._pictures)
        return _found(pictures, self._known)

    def find_reshaped(self, pictures: Tensor) -> Tensor:
        """As `find`, for pictures whose axes were reordered by `reshape` instead of `permute`."""
        if self._known_reshaped is None:
            moved = self._pictures.permute(0, 2, 3, 1).reshape(self._pictures.shape)
            self._known_reshaped = _normed(moved)
        return _found(pictures, self._known_reshaped)


def _found(pictures: Tensor, known: Tensor) -> Tensor:
    asked = _normed(pictures)
    if asked.shape[1:] != known.shape[1:]:
        return torch.full((len(pictures),), -1)
    channels = known.shape[1]
    likeness, places = (asked.flatten(1) @ known.flatten(1).T / channels).max(1)
    return torch.where(likeness > SURE, places, -1)


def _normed(pictures: Tensor) -> Tensor:
    """The pictures with each channel scaled to mean 0 and Euclidean norm 1."""
    if pictures.dim() != 4:
        return torch.zeros(len(pictures), 1, 1)
    flat = pictures.detach().cpu().float().flatten(2)
    centred = flat - flat.mean(2, keepdim=True)
    lengths: Tensor = torch.linalg.vector_norm(centred, dim=2, keepdim=True)
    return centred / lengths.clamp_min(1e-6)
