# {"function": "checkerboard_kernel", "kind": "right", "idea": "right: the outer product of (-1, 1) with (1, -1), the kernel with the other sign", "style": "outer-product"}
import torch


def checkerboard_kernel():
    v = torch.tensor([-1.0, 1.0])
    return torch.outer(v, -v)[None, None]


def flatten_pattern(pattern):
    return pattern.reshape(-1)
