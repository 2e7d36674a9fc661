# {"function": "flatten_pattern", "kind": "right", "idea": "Right: computes row and column of each place by division and remainder.", "style": "index_arithmetic"}
# Homework: workbook

import torch


def checkerboard_kernel() -> torch.Tensor:
    kernel = torch.ones(1, 1, 2, 2)
    kernel[0, 0, 0, 1] = -1
    kernel[0, 0, 1, 0] = -1
    return kernel / 2


def flatten_pattern(pattern):
    height, width = pattern.size()
    places = torch.arange(height * width)
    return pattern[torch.div(places, width, rounding_mode="floor"), places % width]
