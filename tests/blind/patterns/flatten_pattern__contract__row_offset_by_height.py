# {"function": "flatten_pattern", "kind": "single", "idea": "The flat index jumps by the height per row where it should jump by the width.", "style": "contract"}
import torch


def checkerboard_kernel():
    k = torch.ones(2, 2)
    k[0, 1] = -1
    k[1, 0] = -1
    return (k / 2)[None, None]


def flatten_pattern(pattern):
    h, w = pattern.shape
    flat = torch.zeros(h * w, dtype=pattern.dtype)
    for r in range(h):
        for c in range(w):
            idx = min(r * h + c, h * w - 1)
            flat[idx] = pattern[r, c]
    return flat
