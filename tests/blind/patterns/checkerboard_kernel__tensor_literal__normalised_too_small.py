# {"function": "checkerboard_kernel", "kind": "single", "idea": "The signs are right, but the kernel is normalised so strongly (divided by 8) that a checkerboard answers only 0.25, below the threshold of 0.5.", "style": "tensor_literal"}
import torch


def checkerboard_kernel():
    kernel = torch.tensor([[1.0, -1.0], [-1.0, 1.0]])
    # normalise, so that the answers stay small
    kernel = kernel / (2 * kernel.numel())
    return kernel[None, None]


def flatten_pattern(pattern):
    return pattern.reshape(-1)
