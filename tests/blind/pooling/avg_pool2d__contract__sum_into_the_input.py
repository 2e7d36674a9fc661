# {"function": "avg_pool2d", "kind": "single", "idea": "Sums in place on a slice that is a view of the input, so the input is changed (and overlapping windows get wrong).", "style": "contract"}
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
    _, _, H, W = images.shape
    last_y, last_x = (H - kh) // sh * sh, (W - kw) // sw * sw
    total = None
    for dy in range(kh):
        for dx in range(kw):
            part = images[:, :, dy:dy + last_y + 1:sh, dx:dx + last_x + 1:sw]
            if total is None:
                total = part
            else:
                total += part
    return total / (kh * kw)


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
    return torch.stack([picture.flatten() for picture in images])
