# {"function": "avg_pool2d", "kind": "right", "idea": "right: slices of a summed-area table, in double precision", "style": "integral-image"}
import torch


def pair(value):
    return (value, value) if isinstance(value, int) else tuple(value)


def check(images, kernel_size, stride, padding=0):
    for size, k, s, p in zip(images.shape[-2:], pair(kernel_size), pair(stride), pair(padding)):
        if k < 1 or s < 1 or p < 0:
            raise ValueError("kernel size and stride must be positive, padding not negative")
        if k > size + 2 * p:
            raise ValueError("kernel is larger than the image")


def max_pool2d(images, kernel_size, stride=None):
    stride = kernel_size if stride is None else stride
    check(images, kernel_size, stride)
    (kh, kw), (sh, sw) = pair(kernel_size), pair(stride)
    return images.unfold(2, kh, sh).unfold(3, kw, sw).flatten(-2).max(dim=-1).values


def avg_pool2d(inputs, kernel_size, stride=None):
    stride = kernel_size if stride is None else stride
    check(inputs, kernel_size, stride)
    (kh, kw), (sh, sw) = pair(kernel_size), pair(stride)
    n, c, h, w = inputs.shape
    table = torch.zeros(n, c, h + 1, w + 1, dtype=torch.float64)
    table[:, :, 1:, 1:] = inputs.double().cumsum(2).cumsum(3)
    sums = table[:, :, kh:, kw:] - table[:, :, :-kh, kw:] - table[:, :, kh:, :-kw] + table[:, :, :-kh, :-kw]
    return (sums[:, :, ::sh, ::sw] / (kh * kw)).to(inputs.dtype)


def flatten(images: torch.Tensor) -> torch.Tensor:
    n, c, h, w = images.shape
    return images.reshape(n, c * h * w)
