# {"function": "flatten_pattern", "kind": "single", "idea": "The place of a cell is computed as i * H + j instead of i * W + j.", "style": "contract"}
import torch


def checkerboard_kernel():
    return torch.tensor([[[[1., -1.],
                           [-1., 1.]]]])


def flatten_pattern(pattern):
    h, w = pattern.shape
    flat = torch.zeros(h * w, dtype=pattern.dtype)
    for i in range(h):
        for j in range(w):
            flat[i * h + j] = pattern[i, j]
    return flat
