import torch

from helpers import places, two_numbers


def _squeeze_windows(function, images, kernel_size, stride):
    if stride is None:
        stride = kernel_size
    (kernel_height, kernel_width), (down, right) = two_numbers(kernel_size), two_numbers(stride)
    rows = list(places(images.shape[2], kernel_height, down))
    columns = list(places(images.shape[3], kernel_width, right))
    lines = []
    for row in rows:
        lines.append(torch.stack([function(images[:, :, row, column]) for column in columns], -1))
    return torch.stack(lines, -2)


def largest(window):
    return window.flatten(2).max(dim=2).values


def average(window):
    return window.flatten(2).mean(dim=2)


def max_pool2d(images, kernel_size, stride=None):
    return _squeeze_windows(largest, images, kernel_size, stride)


def avg_pool2d(images, kernel_size, stride=None):
    return _squeeze_windows(average, images, kernel_size, stride)


def flatten(images):
    return torch.cat([image.reshape(1, -1) for image in images])
