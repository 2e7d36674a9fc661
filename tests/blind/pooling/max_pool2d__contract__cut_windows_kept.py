# {"function": "max_pool2d", "kind": "single", "idea": "Steps over the whole side and lets slices be cut at the border, so windows that do not fit are kept.", "style": "contract"}
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
    (kh, kw), (sh, sw) = _arguments(images, kernel_size, stride)
    h, w = images.shape[-2:]
    return torch.stack([
        torch.stack([images[..., y:y + kh, x:x + kw].flatten(-2).max(dim=-1)[0] for x in range(0, w, sw)], dim=-1)
        for y in range(0, h, sh)
    ], dim=-2)


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
