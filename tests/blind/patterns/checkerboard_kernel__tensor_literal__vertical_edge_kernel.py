# {"function": "checkerboard_kernel", "kind": "single", "idea": "The kernel answers to vertical stripes (left minus right), not to checkerboards.", "style": "tensor-literal"}
import torch


def checkerboard_kernel():
    kernel = torch.tensor([[1.0, -1.0], [1.0, -1.0]])
    return kernel.reshape(1, 1, 2, 2)


def flatten_pattern(pattern):
    return pattern.reshape(-1)
