# {"function": "flatten_pattern", "kind": "single", "idea": "Reads like a snake: every second row from right to left.", "style": "snake_reader"}
import torch


def checkerboard_kernel():
  return torch.tensor([[[[1.0, -1.0], [-1.0, 1.0]]]])


def flatten_pattern(pattern):
  pieces = []
  for number, row in enumerate(pattern):
    pieces.append(row.flip(0) if number % 2 else row)
  return torch.cat(pieces)
