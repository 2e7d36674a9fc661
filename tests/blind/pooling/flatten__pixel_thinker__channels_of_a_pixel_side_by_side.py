# {"function": "flatten", "kind": "single", "idea": "Keeps the channels of each pixel side by side instead of one channel's plane after the other.", "style": "pixel_thinker"}
# pooling with loops
import torch


def pair_up(x):
    if isinstance(x, int):
        return [x, x]
    return list(x)


def offsets(length, k, s):
    if k < 1 or s < 1:
        raise ValueError("kernel_size and stride must be 1 or more")
    if k > length:
        raise ValueError("the window is larger than the picture")
    return range(0, length - k + 1, s)


def max_pool2d(images, kernel_size, stride=None):
    kh, kw = pair_up(kernel_size)
    sh, sw = pair_up(kernel_size if stride is None else stride)
    grid_rows = []
    for top in offsets(images.shape[2], kh, sh):
        current_row = []
        for left in offsets(images.shape[3], kw, sw):
            piece = images[:, :, top:top + kh, left:left + kw]
            current_row.append(piece.flatten(2).max(dim=2)[0])
        grid_rows.append(torch.stack(current_row, dim=2))
    return torch.stack(grid_rows, dim=2)


def avg_pool2d(images, kernel_size, stride=None):
    kh, kw = pair_up(kernel_size)
    sh, sw = pair_up(kernel_size if stride is None else stride)
    grid_rows = []
    for top in offsets(images.shape[2], kh, sh):
        current_row = []
        for left in offsets(images.shape[3], kw, sw):
            piece = images[:, :, top:top + kh, left:left + kw]
            current_row.append(piece.sum(dim=(2, 3)) / (kh * kw))
        grid_rows.append(torch.stack(current_row, dim=2))
    return torch.stack(grid_rows, dim=2)


def flatten(images):
    grid_rows = []
    for picture in images:
        current_row = []
        for y in range(picture.shape[1]):
            for x in range(picture.shape[2]):
                current_row.append(picture[:, y, x])
        grid_rows.append(torch.cat(current_row))
    return torch.stack(grid_rows)
