"""The layer borrows its parameters from `nn.Conv2d`, and has a `forward` of its own."""
# ruff: noqa: F821 - appended to the solution, whose functions it uses

from torch import nn


class Conv2d(nn.Conv2d):
    """PyTorch's settings, checked by PyTorch where it checks them."""

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        """Refuse an empty kernel, which PyTorch does not."""
        if min(_pair(kernel_size)) < 1:
            raise ValueError("The kernel should have pixels.")
        super().__init__(in_channels, out_channels, kernel_size, stride, padding, bias=bias)

    def forward(self, images):
        """By our own function."""
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
