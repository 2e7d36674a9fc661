# {"function": "max_pool2d", "kind": "pair", "idea": "Leaves the last window out (range without + 1), and moves by the horizontal stride in both directions.", "style": "contract"}
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


def max_pool2d(images, kernel_size, stride=None):
    (kh, kw), (_, step) = _arguments(images, kernel_size, stride)
    H, W = images.shape[2:]
    tops = list(range(0, H - kh, step)) or [0]
    lefts = list(range(0, W - kw, step)) or [0]
    maxima = [images[:, :, t:t + kh, l:l + kw].flatten(2).max(2)[0] for t in tops for l in lefts]
    return torch.stack(maxima, dim=2).view(images.shape[0], images.shape[1], len(tops), len(lefts))


def avg_pool2d(images, kernel_size, stride=None):
    (kh, kw), (sh, sw) = _arguments(images, kernel_size, stride)
    n, c, h, w = images.shape
    out = torch.zeros(n, c, (h - kh) // sh + 1, (w - kw) // sw + 1, dtype=images.dtype)
    for i in range(out.shape[2]):
        for j in range(out.shape[3]):
            out[:, :, i, j] = images[:, :, i * sh:i * sh + kh, j * sw:j * sw + kw].mean(dim=(2, 3))
    return out


def flatten(images):
    return torch.stack([picture.flatten() for picture in images])
