# {"function": "max_pool2d", "kind": "single", "idea": "Cuts the picture into blocks with reshape, so a stride that is given is checked but never used.", "style": "reshape_trickster"}
import torch


def as_two(value):
    """5 -> (5, 5); (5, 6) stays."""
    if isinstance(value, (tuple, list)):
        return value[0], value[1]
    return value, value


dup = lambda v: v if isinstance(v, tuple) else (v, v)


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
    kh, kw = dup(kernel_size)
    sh, sw = (kh, kw) if stride is None else dup(stride)
    n, c, h, w = images.shape
    _check(h, w, (kh, kw), (sh, sw))
    h, w = h // kh * kh, w // kw * kw
    blocks = images[:, :, :h, :w].reshape(n, c, h // kh, kh, w // kw, kw)
    return blocks.permute(0, 1, 2, 4, 3, 5).flatten(-2).max(-1).values


def avg_pool2d(images, kernel_size, stride=None):
    if stride is None:
        stride = kernel_size
    k, s = as_two(kernel_size), as_two(stride)
    _check(images.shape[2], images.shape[3], k, s)
    rows = []
    for y in range(0, images.shape[2] - k[0] + 1, s[0]):
        rows.append(torch.stack([images[:, :, y:y + k[0], x:x + k[1]].mean((2, 3))
                                 for x in range(0, images.shape[3] - k[1] + 1, s[1])], 2))
    return torch.stack(rows, 2)


def flatten(images: torch.Tensor) -> torch.Tensor:
    n, c, h, w = images.shape
    return images.contiguous().view(n, c * h * w)
