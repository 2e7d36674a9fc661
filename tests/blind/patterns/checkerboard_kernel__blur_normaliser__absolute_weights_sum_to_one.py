# {"function": "checkerboard_kernel", "kind": "single", "idea": "Scales the right kernel so that its weights add up to one in size; a checkerboard answers exactly 0.5, not more.", "style": "blur_normaliser"}
import torch


def checkerboard_kernel():
    kernel = torch.tensor([[1.0, -1.0], [-1.0, 1.0]])
    kernel = kernel / kernel.abs().sum()
    return kernel[None, None]


def flatten_pattern(pattern):
    return pattern.reshape(-1)
