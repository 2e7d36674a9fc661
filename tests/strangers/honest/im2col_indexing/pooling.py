import torch

def _pair(v):
    return (v, v) if isinstance(v, int) else tuple(v)


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1 or stride < 1 or padding < 0:
        raise ValueError("kernel and stride have to be 1 or more, padding 0 or more")
    if kernel_size > size + 2 * padding:
        raise ValueError("no window fits into the picture")
    return (size + 2 * padding - kernel_size) // stride + 1


def _sizes(images, kernel_size, stride):
    k = _pair(kernel_size)
    s = k if stride is None else _pair(stride)
    output_size(images.shape[2], k[0], s[0]), output_size(images.shape[3], k[1], s[1])
    return k, s


def max_pool2d(images, kernel_size, stride=None):
    k, s = _sizes(images, kernel_size, stride)
    return core_max(images, k, s)


def avg_pool2d(images, kernel_size, stride=None):
    k, s = _sizes(images, kernel_size, stride)
    return core_avg(images, k, s)


def flatten(images):
    return images.reshape(images.shape[0], -1)


def core_max(images, k, s):
    ho, wo = (images.shape[2] - k[0]) // s[0] + 1, (images.shape[3] - k[1]) // s[1] + 1
    best = None
    for i in range(k[0]):
        for j in range(k[1]):
            part = images[:, :, i : i + (ho - 1) * s[0] + 1 : s[0], j : j + (wo - 1) * s[1] + 1 : s[1]]
            best = part if best is None else torch.maximum(best, part)
    return best


def core_avg(images, k, s):
    total = images.cumsum(2).cumsum(3)  # an integral image, in float64 for exactness
    table = torch.nn.functional.pad(images.double(), (1, 0, 1, 0)).cumsum(2).cumsum(3)
    h, w = images.shape[2:]
    a, b = torch.arange(0, h - k[0] + 1, s[0]), torch.arange(0, w - k[1] + 1, s[1])
    at = lambda r, q: table[:, :, r][:, :, :, q]
    return ((at(a + k[0], b + k[1]) - at(a, b + k[1]) - at(a + k[0], b) + at(a, b)) / (k[0] * k[1])).to(images.dtype)
