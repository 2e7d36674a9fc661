# Part 1 - patterns
import torch

AUTHOR = "José Núñez"


def checkerboard_kernel():
    # I drew it on paper first. On stripes two of the four numbers always cancel out,
    # on the checkerboard they all add up to 2 (or to -2)
    kernel = torch.zeros(1, 1, 2, 2)
    kernel[0, 0, 0, 0] = 1
    kernel[0, 0, 0, 1] = -1
    kernel[0, 0, 1, 0] = -1
    kernel[0, 0, 1, 1] = 1
    return kernel


def flatten_pattern(pattern):
    rows = []
    for row in pattern:
        rows.append(row)
    return torch.cat(rows)
