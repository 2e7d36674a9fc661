# {"function": "flatten", "kind": "right", "idea": "Right: flattens each row of each channel and lays all of them side by side.", "style": "contract"}
import torch


def _pair(v):
    return (v, v) if isinstance(v, int) else tuple(v)


def _arguments(images, kernel_size, stride):
    kernel = _pair(kernel_size)
    step = kernel if stride is None else _pair(stride)
    if min(kernel) < 1 or min(step) < 1:
        raise ValueError("kernel and stride must be at least 1")
    if kernel[0] > images.shape[2] or kernel[1] > images.shape[3]:
        raise ValueError("the kernel is larger than the picture")
    return kernel, step


def flatten(images):
    pieces = []
    for c in range(images.shape[1]):
        for y in range(images.shape[2]):
            pieces.append(images[:, c, y, :])
    return torch.cat(pieces, dim=1)


def max_pool2d(images, kernel_size, stride=None):
    (kh, kw), (sh, sw) = _arguments(images, kernel_size, stride)
    windows = images.unfold(2, kh, sh).unfold(3, kw, sw)
    return windows.flatten(-2).max(dim=-1).values


def avg_pool2d(images, kernel_size, stride=None):
    (kh, kw), (sh, sw) = _arguments(images, kernel_size, stride)
    n, c, h, w = images.shape
    out = torch.zeros(n, c, (h - kh) // sh + 1, (w - kw) // sw + 1, dtype=images.dtype)
    for i in range(out.shape[2]):
        for j in range(out.shape[3]):
            out[:, :, i, j] = images[:, :, i * sh:i * sh + kh, j * sw:j * sw + kw].mean(dim=(2, 3))
    return out
