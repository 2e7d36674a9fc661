# {"function": "flatten_pattern", "kind": "pair", "idea": "Walks down the columns, and turns each value into an int on the way.", "style": "contract"}
import torch


def checkerboard_kernel():
    weights = torch.empty(1, 1, 2, 2)
    for row in range(2):
        for col in range(2):
            weights[0, 0, row, col] = 1 if row == col else -1
    return weights


def flatten_pattern(pattern):
    values = []
    for x in range(pattern.shape[1]):
        for y in range(pattern.shape[0]):
            values.append(int(pattern[y, x]))
    return torch.tensor(values)
