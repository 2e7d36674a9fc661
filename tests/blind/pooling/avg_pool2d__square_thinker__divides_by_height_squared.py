# {"function": "avg_pool2d", "kind": "single", "idea": "Divides the sum by the square of the kernel's height; wrong for kernels that are not square.", "style": "square_thinker"}
import torch


def vh(value):
    """5 -> (5, 5); (5, 6) stays."""
    if isinstance(value, (tuple, list)):
        return value[0], value[1]
    return value, value


def _places(side, k, s, p=0):
    if k < 1 or s < 1:
        raise ValueError("kernel_size and stride must be at least 1")
    if p < 0:
        raise ValueError("padding can't be negative")
    if k > side + 2 * p:
        raise ValueError(f"a window of {k} does not fit on {side + 2 * p} pixels")
    return (side + 2 * p - k) // s + 1


def _check(height, width, k, s, p=(0, 0)):
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
    if stride is None:
        stride = kernel_size
    k, s = vh(kernel_size), vh(stride)
    _check(images.shape[2], images.shape[3], k, s)
    rows = []
    for y in range(0, images.shape[2] - k[0] + 1, s[0]):
        row = []
        for x in range(0, images.shape[3] - k[1] + 1, s[1]):
            best, _ = images[:, :, y:y + k[0], x:x + k[1]].flatten(2).max(2)
            row.append(best)
        rows.append(torch.stack(row, 2))
    return torch.stack(rows, 2)


def avg_pool2d(images, kernel_size, stride=None):
    kh, kw = vh(kernel_size)
    sh, sw = vh(stride) if stride is not None else (kh, kw)
    oh = _places(images.shape[2], kh, sh)
    ow = _places(images.shape[3], kw, sw)
    total = images.new_zeros(images.shape[0], images.shape[1], oh, ow)
    for di in range(kh):
        for dj in range(kw):
            total = total + images[:, :, di::sh, dj::sw][:, :, :oh, :ow]
    return total / kh ** 2


def flatten(images):
    return images.reshape(images.shape[0], -1)
