# {"function": "checkerboard_kernel", "kind": "single", "idea": "The kernel lies in Keras's order (height, width, in, out), so its shape is (2, 2, 1, 1).", "style": "contract"}
import torch


def checkerboard_kernel():
    return torch.tensor([[1., -1.], [-1., 1.]]).unsqueeze(-1).unsqueeze(-1)


def flatten_pattern(pattern):
    height, width = pattern.shape
    result = torch.zeros(height * width, dtype=pattern.dtype)
    for y in range(height):
        result[y * width:(y + 1) * width] = pattern[y]
    return result
