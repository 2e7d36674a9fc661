# {"function": "flatten_pattern", "kind": "pair", "idea": "Reads every second row backwards like a snake, and adds a batch axis in front.", "style": "snake"}
import torch


def checkerboard_kernel():
    kernel = torch.tensor([[1.0, -1.0], [-1.0, 1.0]])
    return kernel.reshape(1, 1, 2, 2)


def flatten_pattern(pattern):
    pieces = []
    for number, row in enumerate(pattern):
        if number % 2 == 1:
            row = row.flip(0)
        pieces.append(row)
    return torch.cat(pieces).unsqueeze(0)
