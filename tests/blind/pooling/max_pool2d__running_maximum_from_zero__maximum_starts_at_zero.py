# {"function": "max_pool2d", "kind": "single", "idea": "Starts the running maximum at zero, so a window of negative numbers gives 0.", "style": "running_maximum_from_zero"}
import torch


def _hw(x):
    try:
        first, second = x
    except TypeError:
        first = second = x
    return first, second


def n_windows(size, kernel_size, stride=1, padding=0):
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
    kh, kw = _hw(kernel_size)
    sh, sw = _hw(kernel_size if stride is None else stride)
    n, c, h, w = images.shape
    ho, wo = n_windows(h, kh, sh), n_windows(w, kw, sw)
    best = images.new_zeros(n, c, ho, wo)
    for y in range(kh):
        for x in range(kw):
            seen = images[:, :, y : y + (ho - 1) * sh + 1 : sh, x : x + (wo - 1) * sw + 1 : sw]
            best = torch.maximum(best, seen)
    return best


def avg_pool2d(images, kernel_size, stride=None):
    if stride is None:
        stride = kernel_size
    (kh, kw), (sh, sw) = _hw(kernel_size), _hw(stride)
    ho, wo = n_windows(images.shape[2], kh, sh), n_windows(images.shape[3], kw, sw)
    total = 0
    for i in range(kh):
        for j in range(kw):
            total = total + images[:, :, i : i + (ho - 1) * sh + 1 : sh, j : j + (wo - 1) * sw + 1 : sw]
    return total / (kh * kw)


def flatten(images):
    return images.flatten(start_dim=1)
