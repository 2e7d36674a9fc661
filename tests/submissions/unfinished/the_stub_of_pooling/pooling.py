"""Pooling: many numbers into one."""

from torch import Tensor


def max_pool2d(images: Tensor, kernel_size, stride=None) -> Tensor:
    """The largest number of each window."""
    # TODO: return the largest number of each window.
    raise NotImplementedError("max_pool2d is still to do")


def avg_pool2d(images: Tensor, kernel_size, stride=None) -> Tensor:
    """The mean of each window."""
    # TODO: return the mean of each window.
    raise NotImplementedError("avg_pool2d is still to do")


def flatten(images: Tensor) -> Tensor:
    """One row of numbers for each picture of the batch."""
    # TODO: keep the batch, flatten the rest.
    raise NotImplementedError("flatten is still to do")
