# {"function": "max_pool2d", "kind": "pair", "idea": "Starts the maximum at zero, and defaults to stride 1.", "style": "contract"}
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


def max_pool2d(images, kernel_size, stride=1):
    (kh, kw), (sh, sw) = _arguments(images, kernel_size, 1 if stride is None else stride)
    n, c, h, w = images.shape
    out = images.new_zeros(n, c, (h - kh) // sh + 1, (w - kw) // sw + 1)
    for y in range(out.shape[2]):
        for x in range(out.shape[3]):
            for dy in range(kh):
                for dx in range(kw):
                    best, new = out[:, :, y, x].clone(), images[:, :, y * sh + dy, x * sw + dx]
                    out[:, :, y, x] = torch.where(new > best, new, best)
    return out


def avg_pool2d(images, kernel_size, stride=None):
    (kh, kw), (sh, sw) = _arguments(images, kernel_size, stride)
    return images.unfold(2, kh, sh).unfold(3, kw, sw).mean(dim=(-2, -1))


def flatten(images):
    return images.reshape(images.shape[0], -1)
