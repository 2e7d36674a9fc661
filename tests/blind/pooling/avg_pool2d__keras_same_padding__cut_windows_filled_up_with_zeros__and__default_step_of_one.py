# {"function": "avg_pool2d", "kind": "pair", "idea": "Fills windows that stick out with zeros (that count in the mean), and moves by one pixel where no stride is given.", "style": "keras_same_padding"}
"""pooling: my own version, by hand."""

import torch


def as_pair(x):
    try:
        first, second = x
    except TypeError:
        first = second = x
    return first, second


def _places(size, kernel_size, stride=1, padding=0):
    if stride < 1:
        raise ValueError(f"stride {stride} does not move")
    if kernel_size < 1:
        raise ValueError(f"kernel_size {kernel_size} is empty")
    if padding < 0:
        raise ValueError("padding can't be negative")
    starts = range(0, size + 2 * padding - kernel_size + 1, stride)
    if len(starts) == 0:
        raise ValueError("no window fits")
    return len(starts)


def max_pool2d(images, kernel_size, stride=None):
    kh, kw = as_pair(kernel_size)
    sh, sw = as_pair(kernel_size if stride is None else stride)
    _places(images.shape[2], kh, sh)
    _places(images.shape[3], kw, sw)
    return images.unfold(2, kh, sh).unfold(3, kw, sw).amax(dim=(-2, -1))


def avg_pool2d(images, kernel_size, stride=None):
    kh, kw = as_pair(kernel_size)
    sh, sw = as_pair(1 if stride is None else stride)
    h, w = images.shape[2:]
    ho, wo = _places(h, kh, sh), _places(w, kw, sw)
    ho, wo = -(-(h - kh) // sh) + 1, -(-(w - kw) // sw) + 1
    images = torch.nn.functional.pad(images, (0, max(0, (wo - 1) * sw + kw - w), 0, max(0, (ho - 1) * sh + kh - h)))
    total = 0
    for dy in range(kh):
        for dx in range(kw):
            total = total + images[:, :, dy::sh, dx::sw][:, :, :ho, :wo]
    return total / (kh * kw)


def flatten(images):
    return torch.stack([picture.ravel() for picture in images])
