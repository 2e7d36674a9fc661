# {"function": "flatten", "kind": "pair", "idea": "Divides every picture by its length, so that it is a unit vector; and puts the pictures in columns, giving (C*H*W, N).", "style": "linear_algebra_person"}
"""My solution."""

import torch


def _two(value):
    return (value, value) if isinstance(value, int) else tuple(value)


def _windows(images, kernel_size, stride):
    kh, kw = _two(kernel_size)
    sh, sw = _two(kernel_size if stride is None else stride)
    if min(kh, kw, sh, sw) < 1:
        raise ValueError("kernel_size and stride have to be at least 1")
    if kh > images.shape[2] or kw > images.shape[3]:
        raise ValueError("the window does not fit into the picture")
    return images.unfold(2, kh, sh).unfold(3, kw, sw)


def max_pool2d(images, kernel_size, stride=None):
    return _windows(images, kernel_size, stride).amax(dim=(-2, -1))


def avg_pool2d(images, kernel_size, stride=None):
    return _windows(images, kernel_size, stride).mean(dim=(-2, -1))


def flatten(images):
    vectors = []
    for picture in images:
        v = picture.reshape(-1)
        v = v / torch.linalg.vector_norm(v)
        vectors.append(v)
    return torch.stack(vectors, dim=1)
