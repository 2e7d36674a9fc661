# {"function": "max_pool2d", "kind": "single", "idea": "Starts a window at every multiple of the stride inside the picture; slices shorten themselves, so cut windows count too.", "style": "slices_clip_themselves"}
# pooling.py

import torch
from torch.nn.modules.utils import _pair as to_hw


def _fits(size, kernel_size, stride=1, padding=0):
    problems = []
    if kernel_size < 1:
        problems.append("kernel_size < 1")
    if stride < 1:
        problems.append("stride < 1")
    if padding < 0:
        problems.append("padding < 0")
    if kernel_size > size + 2 * padding:
        problems.append("kernel_size > size + 2 * padding")
    if problems:
        raise ValueError(", ".join(problems))
    return (size + 2 * padding - kernel_size) // stride + 1


def max_pool2d(images, kernel_size, stride=None):
    (kh, kw), (sh, sw) = to_hw(kernel_size), to_hw(stride if stride is not None else kernel_size)
    height, width = images.shape[2:]
    ho, wo = _fits(height, kh, sh), _fits(width, kw, sw)
    tops, lefts = range(0, height, sh), range(0, width, sw)
    return torch.stack(
        [
            torch.stack([images[:, :, t : t + kh, l : l + kw].amax(dim=(2, 3)) for l in lefts], dim=-1)
            for t in tops
        ],
        dim=-2,
    )


def avg_pool2d(images, kernel_size, stride=None):
    kh, kw = to_hw(kernel_size)
    sh, sw = to_hw(kernel_size if stride is None else stride)
    _fits(images.shape[2], kh, sh)
    _fits(images.shape[3], kw, sw)
    return images.unfold(2, kh, sh).unfold(3, kw, sw).mean(dim=(-2, -1))


def flatten(images):
    n, c, h, w = images.shape
    return images.contiguous().view(n, c * h * w)
