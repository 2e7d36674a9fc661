# {"function": "avg_pool2d", "kind": "single", "idea": "Lets windows stick out; slicing cuts them and their mean is taken over what is left.", "style": "slicing_optimist"}
# Exercise 4 (with the helpers copied in)
import torch


def pairify(x):
    return (x, x) if isinstance(x, int) else tuple(x)


def num_positions(side, k, s, p=0):
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
    kh, kw = pairify(kernel_size)
    sh, sw = pairify(kernel_size if stride is None else stride)
    num_positions(images.shape[2], kh, sh)
    num_positions(images.shape[3], kw, sw)
    win = images.unfold(2, kh, sh).unfold(3, kw, sw)
    return win.flatten(-2).max(dim=-1).values


def avg_pool2d(images, kernel_size, stride=None):
    k = pairify(kernel_size)
    s = pairify(stride) if stride is not None else k
    H, W = images.shape[2:]
    _check(H, W, k, s)
    lines = []
    for top in range(0, H, s[0]):
        line = []
        for left in range(0, W, s[1]):
            line.append(images[:, :, top:top + k[0], left:left + k[1]].mean(dim=(2, 3)))
        lines.append(torch.stack(line, dim=-1))
    return torch.stack(lines, dim=-2)


def flatten(images: torch.Tensor) -> torch.Tensor:
    n, c, h, w = images.shape
    return images.contiguous().view(n, c * h * w)
