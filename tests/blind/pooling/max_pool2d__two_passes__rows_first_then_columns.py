# {"function": "max_pool2d", "kind": "right", "idea": "Takes the largest over the heights first, then over the widths.", "style": "two_passes"}
# Exercise 4 (with the helpers copied in)
import torch


def two(value):
    """5 -> (5, 5); (5, 6) stays."""
    if isinstance(value, (tuple, list)):
        return value[0], value[1]
    return value, value


def validate(height, width, k, s, p=(0, 0)):
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
    (kh, kw) = two(kernel_size)
    (sh, sw) = two(kernel_size) if stride is None else two(stride)
    validate(images.shape[2], images.shape[3], (kh, kw), (sh, sw))
    tall = images.unfold(2, kh, sh).max(dim=-1).values
    return tall.unfold(3, kw, sw).max(dim=-1).values


def avg_pool2d(images, kernel_size, stride=None):
    if stride is None:
        stride = kernel_size
    k, s = two(kernel_size), two(stride)
    validate(images.shape[2], images.shape[3], k, s)
    rows = []
    for y in range(0, images.shape[2] - k[0] + 1, s[0]):
        rows.append(torch.stack([images[:, :, y:y + k[0], x:x + k[1]].mean((2, 3))
                                 for x in range(0, images.shape[3] - k[1] + 1, s[1])], 2))
    return torch.stack(rows, 2)


flatten = lambda images: images.flatten(start_dim=1)
