# {"function": "flatten_pattern", "kind": "pair", "idea": "Reads column by column, and gives a matrix with a single row.", "style": "contract"}
import torch


def checkerboard_kernel() -> torch.Tensor:
    kernel = torch.zeros(1, 1, 2, 2)
    for i in range(2):
        for j in range(2):
            kernel[0, 0, i, j] = 1 if i == j else -1
    return kernel


def flatten_pattern(pattern):
    numbers = []
    for j in range(pattern.shape[1]):
        for i in range(pattern.shape[0]):
            numbers.append(pattern[i, j])
    return torch.stack(numbers).unsqueeze(0)
