# {"function": "flatten_pattern", "kind": "right", "idea": "Joins the rows.", "style": "cat"}
import torch



def checkerboard_kernel():
    return torch.tensor([[[[1.0, -1.0], [-1.0, 1.0]]]])



def flatten_pattern(pattern):
    return torch.cat([row for row in pattern])
