# {"function": "flatten_pattern", "kind": "single", "idea": "Preallocates H*H numbers, which is right for square patterns only.", "style": "prealloc"}
import torch



def checkerboard_kernel():
    return torch.tensor([[[[1.0, -1.0], [-1.0, 1.0]]]])



def flatten_pattern(pattern):
    n = pattern.shape[0]
    out = torch.zeros(n * n, dtype=pattern.dtype)
    for i in range(pattern.shape[0]):
        for j in range(pattern.shape[1]):
            out[i * n + j] = pattern[i, j]
    return out
