# {"function": "max_pool2d", "kind": "right", "idea": "Right: sorts each window from large to small and keeps the first.", "style": "sorter"}
# pooling with loops
import torch


def expand(x):
    if isinstance(x, int):
        return [x, x]
    return list(x)


def places(length, k, s):
    """where windows start"""
    if k < 1 or s < 1:
        raise ValueError("kernel_size and stride must be 1 or more")
    if k > length:
        raise ValueError("the window is larger than the picture")
    return range(0, length - k + 1, s)


def max_pool2d(images, kernel_size, stride=None):
    kh, kw = expand(kernel_size)
    sh, sw = expand(kernel_size if stride is None else stride)
    grid_rows = []
    for top in places(images.shape[2], kh, sh):
        r = []
        for left in places(images.shape[3], kw, sw):
            crop = images[:, :, top:top + kh, left:left + kw].flatten(2)
            ranked = torch.sort(crop, dim=2, descending=True, stable=True).values
            r.append(ranked[:, :, 0])
        grid_rows.append(torch.stack(r, dim=2))
    return torch.stack(grid_rows, dim=2)


def avg_pool2d(images, kernel_size, stride=None):
    kh, kw = expand(kernel_size)
    sh, sw = expand(kernel_size if stride is None else stride)
    grid_rows = []
    for top in places(images.shape[2], kh, sh):
        r = []
        for left in places(images.shape[3], kw, sw):
            crop = images[:, :, top:top + kh, left:left + kw]
            r.append(crop.sum(dim=(2, 3)) / (kh * kw))
        grid_rows.append(torch.stack(r, dim=2))
    return torch.stack(grid_rows, dim=2)


def flatten(images):
    grid_rows = []
    for picture in images:
        grid_rows.append(picture.reshape(-1))
    return torch.stack(grid_rows)
