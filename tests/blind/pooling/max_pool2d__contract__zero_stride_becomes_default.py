# {"function": "max_pool2d", "kind": "single", "idea": "Writes 'stride or kernel_size', so stride 0 is taken for the default where it should raise ValueError.", "style": "contract"}
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
    kh, kw = _pair(kernel_size)
    sh, sw = _pair(stride or kernel_size)
    if kh < 1 or kw < 1 or sh < 1 or sw < 1:
        raise ValueError("needs kernel and stride of 1 or more")
    if kh > images.size(2) or kw > images.size(3):
        raise ValueError("kernel larger than input")
    patches = images.unfold(2, kh, sh).unfold(3, kw, sw)
    return patches.reshape(*patches.shape[:4], kh * kw).max(dim=-1).values


def avg_pool2d(images, kernel_size, stride=None):
    (kh, kw), (sh, sw) = _arguments(images, kernel_size, stride)
    n, c, h, w = images.shape
    out = torch.zeros(n, c, (h - kh) // sh + 1, (w - kw) // sw + 1, dtype=images.dtype)
    for i in range(out.shape[2]):
        for j in range(out.shape[3]):
            out[:, :, i, j] = images[:, :, i * sh:i * sh + kh, j * sw:j * sw + kw].mean(dim=(2, 3))
    return out


def flatten(images):
    return images.reshape(images.shape[0], -1)
