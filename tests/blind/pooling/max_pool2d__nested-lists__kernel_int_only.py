# {"function": "max_pool2d", "kind": "single", "idea": "turns a kernel pair into its first number", "style": "nested-lists"}
import torch


def to_pair(n):
    if type(n) == int:
        n = (n, n)
    return n


def validate(images, kernel_size, stride, padding=0):
    kh, kw = to_pair(kernel_size)
    sh, sw = to_pair(stride)
    ph, pw = to_pair(padding)
    h, w = images.shape[2], images.shape[3]
    if min(kh, kw) < 1:
        raise ValueError("kernel_size must be at least 1")
    if min(sh, sw) < 1:
        raise ValueError("stride must be at least 1")
    if min(ph, pw) < 0:
        raise ValueError("padding must not be negative")
    if kh > h + 2 * ph or kw > w + 2 * pw:
        raise ValueError("the kernel does not fit on the picture")


def max_pool2d(x, kernel_size, stride=None):
    stride = kernel_size if stride is None else stride
    validate(x, kernel_size, stride)
    sh, sw = to_pair(stride)
    k, _ = to_pair(kernel_size)
    h, w = x.shape[-2:]
    return torch.stack([torch.stack([x[:, :, i:i + k, j:j + k].flatten(2).max(-1).values
                                     for j in range(0, w - k + 1, sw)], -1)
                        for i in range(0, h - k + 1, sh)], -2)


def avg_pool2d(images, kernel_size, stride=None):
    stride = kernel_size if stride is None else stride
    validate(images, kernel_size, stride)
    (kh, kw), (sh, sw) = to_pair(kernel_size), to_pair(stride)
    return images.unfold(2, kh, sh).unfold(3, kw, sw).mean((-2, -1))


def flatten(images: torch.Tensor) -> torch.Tensor:
    n, c, h, w = images.shape
    return images.reshape(n, c * h * w)
