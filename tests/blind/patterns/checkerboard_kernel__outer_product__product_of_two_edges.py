# {"function": "checkerboard_kernel", "kind": "right", "idea": "Right: the outer product of a vertical and a horizontal edge, with the opposite sign and scaled by 0.3, which still answers 0.6.", "style": "outer_product"}
import torch


def checkerboard_kernel():
    edge = torch.linspace(-1, 1, steps=2)
    kernel = -0.3 * torch.outer(edge, edge)
    return kernel.expand(1, 1, 2, 2).contiguous()


def flatten_pattern(pattern):
    return pattern.reshape(-1)
