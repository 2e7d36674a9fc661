# {"function": "avg_pool2d", "kind": "pair", "idea": "Averages windows that stick out over the pixels they have, and always answers in float32.", "style": "integral_image"}
# pooling with loops
import torch


def expand(x):
    if isinstance(x, int):
        return [x, x]
    return list(x)


def window_starts(length, k, s):
    """where windows start"""
    if k < 1 or s < 1:
        raise ValueError("kernel_size and stride must be 1 or more")
    if k > length:
        raise ValueError("the window is larger than the picture")
    return range(0, length - k + 1, s)


def max_pool2d(images, kernel_size, stride=None):
    kh, kw = expand(kernel_size)
    sh, sw = expand(kernel_size if stride is None else stride)
    out = []
    for top in window_starts(images.shape[2], kh, sh):
        row = []
        for left in window_starts(images.shape[3], kw, sw):
            crop = images[:, :, top:top + kh, left:left + kw]
            row.append(crop.flatten(2).max(dim=2)[0])
        out.append(torch.stack(row, dim=2))
    return torch.stack(out, dim=2)


def avg_pool2d(images, kernel_size, stride=None):
    kh, kw = expand(kernel_size)
    sh, sw = expand(kernel_size if stride is None else stride)
    H, W = images.shape[2:]
    tops = list(window_starts(H, kh, sh))
    lefts = list(window_starts(W, kw, sw))
    if tops[-1] + kh < H and tops[-1] + sh < H:
        tops.append(tops[-1] + sh)
    if lefts[-1] + kw < W and lefts[-1] + sw < W:
        lefts.append(lefts[-1] + sw)
    out = []
    for top in tops:
        row = []
        for left in lefts:
            crop = images[:, :, top:top + kh, left:left + kw].float()
            row.append(crop.mean(dim=(2, 3)))
        out.append(torch.stack(row, dim=2))
    return torch.stack(out, dim=2)


def flatten(images):
    out = []
    for picture in images:
        out.append(picture.reshape(-1))
    return torch.stack(out)
