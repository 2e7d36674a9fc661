# {"function": "max_pool2d", "kind": "pair", "idea": "Fills the picture up so that windows sticking out are kept. And does not refuse a window larger than the picture.", "style": "ceil_mode_believer"}
# pooling without weights
import torch


def vh(value):
    """5 -> (5, 5); (5, 6) stays."""
    if isinstance(value, (tuple, list)):
        return value[0], value[1]
    return value, value


def both_ways(v):
    try:
        vertical, horizontal = v
    except TypeError:
        vertical = horizontal = v
    return vertical, horizontal


def check_args(height, width, k, s, p=(0, 0)):
    for side, kk, ss, pp in zip((height, width), k, s, p):
        if kk < 1:
            raise ValueError("kernel too small")
        if ss < 1:
            raise ValueError("stride too small")
        if pp < 0:
            raise ValueError("negative padding")
        if side + 2 * pp < kk:
            raise ValueError("the kernel is larger than the (padded) image")


def max_pool2d(images, kernel_size, stride=None):
    kh, kw = both_ways(kernel_size)
    sh, sw = (kh, kw) if stride is None else both_ways(stride)
    h, w = images.shape[2:]
    if kh < 1 or kw < 1 or sh < 1 or sw < 1:
        raise ValueError("numbers below 1")
    kh, kw = min(kh, h), min(kw, w)
    more_h, more_w = (kh - h) % sh, (kw - w) % sw
    images = torch.nn.functional.pad(images, (0, more_w, 0, more_h), value=float("-inf"))
    windows = images.unfold(2, kh, sh).unfold(3, kw, sw)
    return windows.contiguous().view(*windows.shape[:4], -1).max(dim=-1).values


def avg_pool2d(images, kernel_size, stride=None):
    if stride is None:
        stride = kernel_size
    k, s = vh(kernel_size), vh(stride)
    check_args(images.shape[2], images.shape[3], k, s)
    rows = []
    for y in range(0, images.shape[2] - k[0] + 1, s[0]):
        rows.append(torch.stack([images[:, :, y:y + k[0], x:x + k[1]].mean((2, 3))
                                 for x in range(0, images.shape[3] - k[1] + 1, s[1])], 2))
    return torch.stack(rows, 2)


def flatten(images):
    return images.reshape(images.shape[0], -1)
