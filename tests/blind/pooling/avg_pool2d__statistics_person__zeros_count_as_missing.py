# {"function": "avg_pool2d", "kind": "single", "idea": "Divides by the number of pixels that are not zero, as if zeros were missing data.", "style": "statistics_person"}
"""Many numbers into one."""
import torch


p2 = lambda v: v if isinstance(v, tuple) else (v, v)


def raise_if_impossible(height, width, k, s, p=(0, 0)):
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
    k = p2(kernel_size)
    s = k if stride is None else p2(stride)
    raise_if_impossible(*images.shape[2:], k, s)
    return images.unfold(2, k[0], s[0]).unfold(3, k[1], s[1]).reshape(*images.shape[:2], (images.shape[2]-k[0])//s[0]+1, -1, k[0]*k[1]).max(-1)[0]


def avg_pool2d(images, kernel_size, stride=None):
    kernel = p2(kernel_size)
    step = kernel if stride is None else p2(stride)
    raise_if_impossible(images.shape[2], images.shape[3], kernel, step)
    sample = images.unfold(2, kernel[0], step[0]).unfold(3, kernel[1], step[1])
    total = sample.sum(dim=(-2, -1))
    n = (sample != 0).sum(dim=(-2, -1)).clamp(min=1)
    return total / n


def flatten(images):
    """channel after channel, row after row"""
    planes = [images[:, c, r, :] for c in range(images.shape[1]) for r in range(images.shape[2])]
    return torch.cat(planes, dim=1)
