# {"function": "flatten_pattern", "kind": "single", "idea": "Returns shape (1, H*W).", "style": "reshape"}
import torch



def checkerboard_kernel():
    return torch.tensor([[[[1.0, -1.0], [-1.0, 1.0]]]])



def flatten_pattern(pattern):
    return pattern.reshape(1, -1)
