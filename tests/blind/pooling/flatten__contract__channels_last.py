# {"function": "flatten", "kind": "single", "idea": "Moves the channels to the end before flattening (as Keras does), so the order is wrong for more than one channel.", "style": "contract"}
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
    n, c, h, w = images.shape
    return images.permute(0, 2, 3, 1).reshape(n, h * w * c)


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


def avg_pool2d(images, kernel_size, stride=None):
    (kh, kw), (sh, sw) = _arguments(images, kernel_size, stride)
    n, c, h, w = images.shape
    out = torch.zeros(n, c, (h - kh) // sh + 1, (w - kw) // sw + 1, dtype=images.dtype)
    for i in range(out.shape[2]):
        for j in range(out.shape[3]):
            out[:, :, i, j] = images[:, :, i * sh:i * sh + kh, j * sw:j * sw + kw].mean(dim=(2, 3))
    return out
