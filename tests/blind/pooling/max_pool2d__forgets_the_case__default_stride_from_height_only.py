# {"function": "max_pool2d", "kind": "single", "idea": "Where no stride is given, a pair kernel's height is the stride in both directions.", "style": "forgets_the_case"}
# Exercise 4 (with the helpers copied in)
import torch


hw = lambda v: v if isinstance(v, tuple) else (v, v)


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
    if isinstance(kernel_size, int):
        kernel_size = (kernel_size, kernel_size)
    if stride is None:
        stride = kernel_size[0]
    if isinstance(stride, int):
        stride = (stride, stride)
    validate(images.shape[-2], images.shape[-1], kernel_size, stride)
    windows = images.unfold(-2, kernel_size[0], stride[0]).unfold(-2, kernel_size[1], stride[1])
    return windows.flatten(start_dim=-2).max(-1).values


def avg_pool2d(images, kernel_size, stride=None):
    k = hw(kernel_size)
    s = k if stride is None else hw(stride)
    validate(*images.shape[2:], k, s)
    return images.unfold(2, k[0], s[0]).mean(-1).unfold(3, k[1], s[1]).mean(-1)


def flatten(images):
    """channel after channel, row after row"""
    planes = [images[:, c, r, :] for c in range(images.shape[1]) for r in range(images.shape[2])]
    return torch.cat(planes, dim=1)
