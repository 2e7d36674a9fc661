# {"function": "checkerboard_kernel", "kind": "single", "idea": "The kernel answers to upright stripes as well.", "style": "literal"}
import torch



def checkerboard_kernel():
    return torch.tensor([[[[1.0, -1.0], [1.0, -1.0]]]])



def flatten_pattern(pattern):
    return pattern.reshape(-1)
