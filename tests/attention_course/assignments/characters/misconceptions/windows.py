"""Known mistakes of `windows`: each takes the right function and returns the wrong one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import Tensor

Windows = Callable[[Tensor, int], tuple[Tensor, Tensor]]

AXES = {"codes": ("character",)}


def _windows_call(
    numbers: Callable[..., Tensor], characters: int, length: int, step: int
) -> Mapping[str, Any]:
    """A small call of `windows`: numbers that rise, so that each is seen where it comes from."""
    return {"codes": 2 + step * torch.arange(characters), "length": length}


PROBES = {
    "windows": (
        _windows_call,
        {"characters": (7, 6, 5, 8), "length": (2, 1, 3, 4), "step": (1, 2, 3)},
    )
}


def asks_for_the_last_character_that_is_seen(windows: Windows) -> Windows:
    """The target lies in its own window: a model need only repeat what it sees. Which character
    should it not have seen?"""

    def wrong(codes: Tensor, length: int) -> tuple[Tensor, Tensor]:
        contexts, _ = windows(codes, length)
        return contexts, contexts[:, -1].clone()

    return wrong


def leaves_the_last_example_out(windows: Windows) -> Windows:
    """The last character of the text is never asked for. How many windows are followed by
    something?"""

    def wrong(codes: Tensor, length: int) -> tuple[Tensor, Tensor]:
        contexts, targets = windows(codes, length)
        return contexts[:-1], targets[:-1]

    return wrong


def skips_a_character(windows: Windows) -> Windows:
    """Between a window and its target lies a character that nobody sees. Which place comes right
    after the window?"""

    def wrong(codes: Tensor, length: int) -> tuple[Tensor, Tensor]:
        contexts, targets = windows(codes, length)
        return contexts[:-1], targets[1:]

    return wrong


def cuts_windows_side_by_side(windows: Windows) -> Windows:
    """Your windows don't overlap, so that most of the characters are never asked for. How far is
    it from one window to the next?"""

    def wrong(codes: Tensor, length: int) -> tuple[Tensor, Tensor]:
        contexts, targets = windows(codes, length)
        return contexts[::length], targets[::length]

    return wrong


def turns_windows_around(windows: Windows) -> Windows:
    """The characters of your windows stand in the wrong order. In which order does a reader meet
    them?"""

    def wrong(codes: Tensor, length: int) -> tuple[Tensor, Tensor]:
        contexts, targets = windows(codes, length)
        return contexts.flip(1), targets

    return wrong


def accepts_a_text_without_examples(windows: Windows) -> Windows:
    """What should come out of a text that holds no example? See what your function makes of it."""

    def wrong(codes: Tensor, length: int) -> tuple[Tensor, Tensor]:
        if len(codes) > length:
            return windows(codes, length)
        return codes.new_zeros(0, length), codes.new_zeros(0)

    return wrong
