# {"function": "flatten_pattern", "kind": "single", "idea": "Reads every second row backwards, like the wire of an LED matrix.", "style": "led_strip_maker"}
"""Handed in for the course on neural networks."""

import torch


def checkerboard_kernel():
    return torch.tensor([[[[1.0, -1.0], [-1.0, 1.0]]]])


def flatten_pattern(pattern):
    pieces = []
    for y in range(pattern.shape[0]):
        row = pattern[y]
        if y % 2 == 1:
            row = torch.flip(row, dims=(0,))
        pieces.append(row)
    return torch.cat(pieces)
