# {"function": "checkerboard_kernel", "kind": "single", "idea": "The kernel is int64, not float32.", "style": "literal"}
import torch



def checkerboard_kernel():
    return torch.tensor([[[[1, -1], [-1, 1]]]])



def flatten_pattern(pattern):
    return pattern.reshape(-1)
