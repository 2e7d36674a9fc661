# {"function": "checkerboard_kernel", "kind": "single", "idea": "Puts ones on the diagonal only, which already gives 1 on zebra stripes.", "style": "torch-eye"}
import torch


def checkerboard_kernel():
    # a checkerboard has equal colours on the diagonal
    return torch.eye(2).unsqueeze(0).unsqueeze(0)


def flatten_pattern(pattern):
    return pattern.reshape(-1)
