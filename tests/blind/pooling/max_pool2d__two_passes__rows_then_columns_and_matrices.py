# {"function": "max_pool2d", "kind": "right", "idea": "Pools first along the rows and then along the columns, and averages with two pooling matrices; correct.", "style": "two-passes"}
import torch


def sides(value):
    return list(value) if hasattr(value, "__len__") else [value, value]


def starts(length, window, step):
    if window < 1 or step < 1:
        raise ValueError("window and step have to be at least 1")
    if window > length:
        raise ValueError("window does not fit")
    return range(0, length - window + 1, step)


def max_pool2d(images, kernel_size, stride=None):
    steps = sides(kernel_size if stride is None else stride)
    pooled = images
    for axis, window, step in zip((3, 2), reversed(sides(kernel_size)), reversed(steps)):
        parts = [pooled.narrow(axis, s, window).max(dim=axis).values for s in starts(images.shape[axis], window, step)]
        pooled = torch.stack(parts, dim=axis)
    return pooled


def averaging_matrix(length, window, step, dtype):
    places = starts(length, window, step)
    matrix = torch.zeros(len(places), length, dtype=dtype)
    for row, s in enumerate(places):
        matrix[row, s:s + window] = 1 / window
    return matrix


def avg_pool2d(images, kernel_size, stride=None):
    kh, kw = sides(kernel_size)
    sh, sw = sides(kernel_size if stride is None else stride)
    left = averaging_matrix(images.shape[2], kh, sh, images.dtype)
    right = averaging_matrix(images.shape[3], kw, sw, images.dtype)
    return left @ images @ right.T


def flatten(images):
    return torch.stack([picture.reshape(-1) for picture in images])
