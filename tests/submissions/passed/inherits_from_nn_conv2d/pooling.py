import torch
from torch import nn

from convolution import sliding_windows


class MaxPool(nn.Module):
    def __init__(self, kernel_size, stride=None):
        super().__init__()
        self.kernel_size = kernel_size
        self.stride = stride if stride is not None else kernel_size

    def reduce(self, windows):
        return torch.amax(windows, dim=(4, 5))

    def forward(self, images):
        return self.reduce(sliding_windows(images, self.kernel_size, self.stride))


class AvgPool(MaxPool):
    def reduce(self, windows):
        return torch.mean(windows, dim=(4, 5))


def max_pool2d(images, kernel_size, stride=None):
    return MaxPool(kernel_size, stride)(images)


def avg_pool2d(images, kernel_size, stride=None):
    return AvgPool(kernel_size, stride)(images)


def flatten(images):
    return nn.Flatten()(images)
