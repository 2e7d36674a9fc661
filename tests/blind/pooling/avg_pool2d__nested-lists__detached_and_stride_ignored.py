# {"function": "avg_pool2d", "kind": "pair", "idea": "makes a new tensor of plain numbers, no gradient; and ignores a given stride", "style": "nested-lists"}
import torch


def _pair(n):
    if type(n) == int:
        n = (n, n)
    return n


def _check_args(images, kernel_size, stride, padding=0):
    for size, k, s, p in zip(images.shape[-2:], _pair(kernel_size), _pair(stride), _pair(padding)):
        if k < 1 or s < 1 or p < 0:
            raise ValueError("kernel size and stride must be positive, padding not negative")
        if k > size + 2 * p:
            raise ValueError("kernel is larger than the image")


def max_pool2d(images, kernel_size, stride=None):
    stride = kernel_size if stride is None else stride
    _check_args(images, kernel_size, stride)
    (kh, kw), (sh, sw) = _pair(kernel_size), _pair(stride)
    return images.unfold(2, kh, sh).unfold(3, kw, sw).flatten(-2).max(dim=-1).values


def avg_pool2d(images, kernel_size, stride=None):
    _check_args(images, kernel_size, kernel_size if stride is None else stride)
    kh, kw = _pair(kernel_size)
    result = []
    for picture in images:
        planes = []
        for plane in picture:
            planes.append([[float(plane[i:i + kh, j:j + kw].mean())
                            for j in range(0, plane.shape[1] - kw + 1, kw)]
                           for i in range(0, plane.shape[0] - kh + 1, kh)])
        result.append(planes)
    return torch.tensor(result, dtype=images.dtype)


def flatten(images: torch.Tensor) -> torch.Tensor:
    n, c, h, w = images.shape
    return images.reshape(n, c * h * w)
