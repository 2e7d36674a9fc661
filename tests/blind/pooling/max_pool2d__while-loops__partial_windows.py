# {"function": "max_pool2d", "kind": "single", "idea": "keeps partial windows at the border, like ceil_mode", "style": "while-loops"}
import torch


def to_pair(v):
    if isinstance(v, int):
        return v, v
    return v[0], v[1]


def check_sizes(images, kernel_size, stride, padding=0):
    for size, k, s, p in zip(images.shape[-2:], to_pair(kernel_size), to_pair(stride), to_pair(padding)):
        if k < 1 or s < 1 or p < 0:
            raise ValueError("kernel size and stride must be positive, padding not negative")
        if k > size + 2 * p:
            raise ValueError("kernel is larger than the image")


def max_pool2d(img, kernel_size, stride=None):
    stride = kernel_size if stride is None else stride
    check_sizes(img, kernel_size, stride)
    kh, kw = to_pair(kernel_size)
    sh, sw = to_pair(stride)
    rows = []
    top = 0
    while top < img.shape[2]:
        row = []
        left = 0
        while left < img.shape[3]:
            row.append(img[:, :, top:top + kh, left:left + kw].flatten(2).max(-1).values)
            left += sw
        rows.append(torch.stack(row, -1))
        top += sh
    return torch.stack(rows, -2)


def avg_pool2d(images, kernel_size, stride=None):
    stride = kernel_size if stride is None else stride
    check_sizes(images, kernel_size, stride)
    (kh, kw), (sh, sw) = to_pair(kernel_size), to_pair(stride)
    return images.unfold(2, kh, sh).unfold(3, kw, sw).mean((-2, -1))


def flatten(images: torch.Tensor) -> torch.Tensor:
    n, c, h, w = images.shape
    return images.reshape(n, c * h * w)
