"""One loop for each axis of the result, with a small function for each window."""

import torch


def pool(images, kernel_size, stride, reduce):
    """Collect one number for each window."""
    high, wide = (kernel_size,) * 2 if isinstance(kernel_size, int) else kernel_size
    if stride is None:
        stride = kernel_size
    down, right = (stride,) * 2 if isinstance(stride, int) else stride
    batch, channels, height, width = images.shape
    if min(high, wide, down, right) < 1 or high > height or wide > width:
        raise ValueError("No window can stand there.")
    rows, columns = (height - high) // down + 1, (width - wide) // right + 1
    numbers = [
        reduce(images[n, c, i * down : i * down + high, j * right : j * right + wide])
        for n in range(batch)
        for c in range(channels)
        for i in range(rows)
        for j in range(columns)
    ]
    return torch.stack(numbers).view(batch, channels, rows, columns)


def max_pool2d(images, kernel_size, stride=None):
    """The largest number."""
    return pool(images, kernel_size, stride, torch.max)


def avg_pool2d(images, kernel_size, stride=None):
    """The mean."""
    return pool(images, kernel_size, stride, torch.mean)


def flatten(images):
    """Number by number."""
    return torch.stack([torch.cat([row for plane in image for row in plane]) for image in images])
