# {"function": "flatten_pattern", "kind": "single", "idea": "Flattens column by column as MATLAB's pattern(:) does.", "style": "matlab_colon"}
# all tests at home passed

import torch


def checkerboard_kernel() -> torch.Tensor:
    kernel = torch.ones(1, 1, 2, 2)
    kernel[0, 0, 0, 1] = -1
    kernel[0, 0, 1, 0] = -1
    return kernel / 2


def flatten_pattern(pattern):
    columns = [pattern[:, x] for x in range(pattern.shape[1])]
    return torch.cat(columns, dim=0)
