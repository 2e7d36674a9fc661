# {"function": "flatten_pattern", "kind": "single", "idea": "The result is made with torch.zeros without a dtype: float64 patterns come out as float32.", "style": "contract"}
import torch


def checkerboard_kernel():
    # plus/minus along both directions
    v = torch.tensor([1.0, -1.0])
    return (v.unsqueeze(1) * v.unsqueeze(0)).reshape(1, 1, 2, 2)


def flatten_pattern(pattern):
    h, w = pattern.shape
    out = torch.zeros(h * w)
    for n in range(h * w):
        out[n] = pattern[n // w, n % w]
    return out
