import torch
import torch.nn.functional as F

from convolution import sliding_windows


def max_pool2d(images, kernel_size, stride=None):
    windows = sliding_windows(images, kernel_size, kernel_size if stride is None else stride)
    return windows.flatten(-2).max(-1).values


def avg_pool2d(images, kernel_size, stride=None):
    windows = sliding_windows(images, kernel_size, kernel_size if stride is None else stride)
    return windows.sum((-1, -2)) / (windows.shape[-1] * windows.shape[-2])


def flatten(images):
    return images.reshape(images.shape[0], -1)


if __name__ == "__main__":
    x = torch.randn(2, 3, 7, 8)
    assert torch.equal(max_pool2d(x, 3, 2), F.max_pool2d(x, 3, 2))
    assert torch.allclose(avg_pool2d(x, (3, 2)), F.avg_pool2d(x, (3, 2)))
    print("same :)")
