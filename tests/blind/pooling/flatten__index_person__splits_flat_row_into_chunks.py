# {"function": "flatten", "kind": "right", "idea": "Flattens everything to one row and cuts it into one piece per picture.", "style": "index_person"}
import torch


def vh(value):
    """5 -> (5, 5); (5, 6) stays."""
    if isinstance(value, (tuple, list)):
        return value[0], value[1]
    return value, value


pr = lambda v: v if isinstance(v, tuple) else (v, v)


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
    if stride is None:
        stride = kernel_size
    k, s = vh(kernel_size), vh(stride)
    raise_if_impossible(images.shape[2], images.shape[3], k, s)
    rows = []
    for y in range(0, images.shape[2] - k[0] + 1, s[0]):
        row = []
        for x in range(0, images.shape[3] - k[1] + 1, s[1]):
            best, _ = images[:, :, y:y + k[0], x:x + k[1]].flatten(2).max(2)
            row.append(best)
        rows.append(torch.stack(row, 2))
    return torch.stack(rows, 2)


def avg_pool2d(images, kernel_size, stride=None):
    k = pr(kernel_size)
    s = k if stride is None else pr(stride)
    raise_if_impossible(*images.shape[2:], k, s)
    return images.unfold(2, k[0], s[0]).mean(-1).unfold(3, k[1], s[1]).mean(-1)


def flatten(images):
    n = images.shape[0]
    everything = images.ravel()
    return torch.stack(everything.split(everything.numel() // n)) if everything.numel() else images.reshape(n, images[0:1].numel())
