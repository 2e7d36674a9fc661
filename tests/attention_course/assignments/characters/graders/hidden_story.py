"""Hidden text of the same kind as `story.TEXT`, and examples that are drawn from it."""

from __future__ import annotations

import torch
from torch import Tensor

NAMES = ("anna", "bruno", "clara", "dimitri")
VERBS = ("feeds", "paints", "follows", "remembers")
KINDS = ("old", "small", "yellow", "quiet")
THINGS = ("horse", "garden", "umbrella", "piano", "lighthouse")
PLACES = ("in the morning", "at the river", "behind the station")
LETTERS = " .abcdefghijklmnopqrstuvwxyz"


def sentence(rng: torch.Generator) -> str:
    """One sentence: who does what with what, where."""

    def one(words: tuple[str, ...]) -> str:
        return words[int(torch.randint(len(words), (), generator=rng))]

    return f"{one(NAMES)} {one(VERBS)} the {one(KINDS)} {one(THINGS)} {one(PLACES)}. "


def examples(number: int, length: int, rng: torch.Generator) -> tuple[Tensor, Tensor]:
    """Contexts (number, length) and the characters that come next (number,)."""
    text = "".join(sentence(rng) for _ in range(400))
    codes = torch.tensor([LETTERS.index(letter) for letter in text])
    starts = torch.randint(len(codes) - length, (number,), generator=rng)
    contexts = torch.stack([codes[start : start + length] for start in starts.tolist()])
    return contexts, codes[starts + length]
