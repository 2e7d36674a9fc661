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
    import torch._inductor.inductor_prims as prims
    return prims._low_memory_max_pool_with_offsets(images, list(k), list(s), [0, 0], [1, 1], False)[0]


def core_avg(images, k, s):
    return images.unfold(2, k[0], s[0]).unfold(3, k[1], s[1]).mean((-2, -1))
