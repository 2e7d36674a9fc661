import torch
from torch import nn

from helpers import count_windows, places, require, two_numbers


def output_size(size, kernel_size, stride=1, padding=0):
    return count_windows(size, kernel_size, stride, padding)


def sliding_windows(images, kernel_size, stride=1):
    kernel_height, kernel_width = two_numbers(kernel_size)
    stride_down, stride_right = two_numbers(stride)
    rows = list(places(images.shape[2], kernel_height, stride_down))
    columns = list(places(images.shape[3], kernel_width, stride_right))
    return torch.stack(
        [torch.stack([images[:, :, row, column] for column in columns], dim=2) for row in rows],
        dim=2,
    )


def conv2d(images, weight, bias=None, stride=1, padding=0):
    require(images.shape[1] == weight.shape[1], "Image and kernel differ in their channels.")
    down, right = two_numbers(padding)
    require(down >= 0 and right >= 0, "There is no negative padding.")
    # zeros on top and at the bottom, then at the left and the right
    number, channels, _, width = images.shape
    above = images.new_zeros(number, channels, down, width)
    images = torch.cat([above, images, above], dim=2)
    beside = images.new_zeros(number, channels, images.shape[2], right)
    images = torch.cat([beside, images, beside], dim=3)

    windows = sliding_windows(images, weight.shape[2:], stride)
    result = torch.stack([(windows * kernel[:, None, None]).sum((1, 4, 5)) for kernel in weight], 1)
    if bias is not None:
        require(len(bias) == len(weight), "One bias for each kernel, please.")
        result = result + bias[None, :, None, None]
    return result


class Conv2d(nn.Module):
    """Convolutional layer"""

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kernel_size = two_numbers(kernel_size)
        require(min(kernel_size) >= 1, "A kernel needs at least one pixel.")
        require(min(two_numbers(stride)) >= 1, "A stride of less than one pixel gets nowhere.")
        require(min(two_numbers(padding)) >= 0, "There is no negative padding.")
        self.stride = stride
        self.padding = padding
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, *kernel_size) / 10)
        self.bias = nn.Parameter(torch.randn(out_channels) / 10) if bias else None

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
