# {"function": "max_pool2d", "kind": "single", "idea": "Starts the search for the largest number at 0, so all-negative windows give 0.", "style": "c_programmer"}
# pooling without weights
import torch


def split_pair(value):
    """5 -> (5, 5); (5, 6) stays."""
    if isinstance(value, (tuple, list)):
        return value[0], value[1]
    return value, value


def raise_if_impossible(height, width, k, s, p=(0, 0)):
    for side, kk, ss, pp in zip((height, width), k, s, p):
        if kk < 1:
            raise ValueError("kernel too small")
        if ss < 1:
            raise ValueError("stride too small")
        if pp < 0:
            raise ValueError("negative padding")
        if side + 2 * pp < kk:
            raise ValueError("the kernel is larger than the (padded) image")


def max_pool2d(images, kernel_size, stride=None):
    kernel = split_pair(kernel_size)
    step = split_pair(kernel_size if stride is None else stride)
    raise_if_impossible(images.size(2), images.size(3), kernel, step)
    oh = (images.size(2) - kernel[0]) // step[0] + 1
    ow = (images.size(3) - kernel[1]) // step[1] + 1
    best = torch.zeros(images.size(0), images.size(1), oh, ow, dtype=images.dtype)
    for y in range(kernel[0]):
        for x in range(kernel[1]):
            cand = images[:, :, y:y + (oh - 1) * step[0] + 1:step[0], x:x + (ow - 1) * step[1] + 1:step[1]]
            best = torch.where(cand > best, cand, best)
    return best


def avg_pool2d(images, kernel_size, stride=None):
    if stride is None:
        stride = kernel_size
    k, s = split_pair(kernel_size), split_pair(stride)
    raise_if_impossible(images.shape[2], images.shape[3], k, s)
    rows = []
    for y in range(0, images.shape[2] - k[0] + 1, s[0]):
        rows.append(torch.stack([images[:, :, y:y + k[0], x:x + k[1]].mean((2, 3))
                                 for x in range(0, images.shape[3] - k[1] + 1, s[1])], 2))
    return torch.stack(rows, 2)


def flatten(images):
    return images.reshape(images.shape[0], -1)
