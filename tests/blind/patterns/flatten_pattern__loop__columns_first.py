# {"function": "flatten_pattern", "kind": "single", "idea": "Walks column by column.", "style": "loop"}
import torch



def checkerboard_kernel():
    return torch.tensor([[[[1.0, -1.0], [-1.0, 1.0]]]])



def flatten_pattern(pattern):
    h, w = pattern.shape
    return torch.stack([pattern[i, j] for j in range(w) for i in range(h)])
