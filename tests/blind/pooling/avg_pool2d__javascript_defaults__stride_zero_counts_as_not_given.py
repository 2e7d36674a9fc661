# {"function": "avg_pool2d", "kind": "single", "idea": "Writes `stride or kernel_size`: a stride of 0 is taken for the default instead of raising ValueError.", "style": "javascript_defaults"}
"""Task: pooling."""

import torch


two = lambda p: p if hasattr(p, "__len__") else (p, p)  # noqa: E731


def out_len(size, kernel_size, stride=1, padding=0):
    full = size + padding + padding
    if kernel_size < 1 or stride < 1 or padding < 0 or full < kernel_size:
        raise ValueError("These window parameters are impossible.")
    # one window for the first position, one more for every full step
    return 1 + (full - kernel_size) // stride


def max_pool2d(images, kernel_size, stride=None):
    if stride is None:
        stride = kernel_size
    (kh, kw), (sh, sw) = two(kernel_size), two(stride)
    ho, wo = out_len(images.shape[2], kh, sh), out_len(images.shape[3], kw, sw)
    best = None
    for i in range(kh):
        for j in range(kw):
            part = images[:, :, i : i + (ho - 1) * sh + 1 : sh, j : j + (wo - 1) * sw + 1 : sw]
            best = part if best is None else torch.maximum(best, part)
    return best


def avg_pool2d(images, kernel_size, stride=None):
    stride = stride or kernel_size
    kh, kw = two(kernel_size)
    sh, sw = two(stride)
    ho = out_len(images.shape[2], kh, sh)
    wo = out_len(images.shape[3], kw, sw)
    mean = lambda i, j: images[..., i * sh : i * sh + kh, j * sw : j * sw + kw].mean((-1, -2))  # noqa: E731
    return torch.stack([mean(i, j) for i in range(ho) for j in range(wo)], -1).unflatten(-1, (ho, wo))


def flatten(images):
    return images.reshape(images.shape[0], -1)
