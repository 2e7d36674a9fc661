# {"function": "checkerboard_kernel", "kind": "single", "idea": "The kernel's weights are so small that no checkerboard reaches 0.5.", "style": "literal"}
import torch



def checkerboard_kernel():
    return torch.tensor([[[[0.1, -0.1], [-0.1, 0.1]]]])



def flatten_pattern(pattern):
    return pattern.reshape(-1)
