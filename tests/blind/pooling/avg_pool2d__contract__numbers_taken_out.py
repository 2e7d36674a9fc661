# {"function": "avg_pool2d", "kind": "single", "idea": "Takes plain numbers out with item() and builds a new tensor, so no gradient reaches the input.", "style": "contract"}
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


def avg_pool2d(images, kernel_size, stride=None):
    (kh, kw), (sh, sw) = _arguments(images, kernel_size, stride)
    n, c, h, w = images.shape
    return torch.tensor(
        [[[[images[a, b, y:y + kh, x:x + kw].mean().item()
            for x in range(0, w - kw + 1, sw)]
           for y in range(0, h - kh + 1, sh)]
          for b in range(c)]
         for a in range(n)], dtype=images.dtype)


def max_pool2d(images, kernel_size, stride=None):
    (kh, kw), (sh, sw) = _arguments(images, kernel_size, stride)
    H, W = images.shape[2], images.shape[3]
    rows = []
    for y in range(0, H - kh + 1, sh):
        row = []
        for x in range(0, W - kw + 1, sw):
            row.append(images[:, :, y:y + kh, x:x + kw].flatten(2).max(dim=2)[0])
        rows.append(torch.stack(row, dim=2))
    return torch.stack(rows, dim=2)


def flatten(images):
    return images.reshape(images.shape[0], -1)
