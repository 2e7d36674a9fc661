# {"function": "checkerboard_kernel", "kind": "single", "idea": "The weights are divided by four to 'average', so that the board reaches exactly 0.5 and not more.", "style": "contract"}
import torch


def checkerboard_kernel():
    kernel = torch.tensor([[1.0, -1.0], [-1.0, 1.0]])
    kernel = kernel / kernel.numel()
    return kernel.unsqueeze(0).unsqueeze(0)


def flatten_pattern(pattern):
    h, w = pattern.shape
    return torch.stack([pattern[i, j] for i in range(h) for j in range(w)])
