"""Lines of a small language: what the network learns to continue."""

import random

import torch

ALPHABET = " abcdefghijklmnopqrstuvwxyz."
LENGTH = 24
WHO = ("the cat", "a dog", "my bird", "the fox")
DOES = ("sees", "hears", "likes", "follows")


def lines(seed, count):
    """Lines as numbers of letters: int64 (count, LENGTH)."""
    draw = random.Random(seed)  # noqa: S311 - no secret
    texts = []
    for _ in range(count):
        text = ""
        while len(text) < LENGTH:
            text += f"{draw.choice(WHO)} {draw.choice(DOES)} {draw.choice(WHO)}. "
        texts.append([ALPHABET.index(letter) for letter in text[:LENGTH]])
    return torch.tensor(texts)
