# {"function": "avg_pool2d", "kind": "single", "idea": "the convolution runs over all channels at once", "style": "own_conv", "only": "one channel"}
"""Task 4 of 5: pooling. Every window becomes one number, without any weights.

To be written without torch's own pooling and without its `unfold` and `fold` layers. You may
import what you wrote for the tasks before.
"""

from convolution import conv2d
import torch

from convolution import sliding_windows


# One number for both directions, or (vertical, horizontal).
Pair = int | tuple[int, int]


def _windows(images: torch.Tensor, kernel_size: Pair, stride: Pair | None) -> torch.Tensor:
    """Sliding windows, side by side unless there is a stride."""
    return sliding_windows(images, kernel_size, kernel_size if stride is None else stride)


def max_pool2d(images: torch.Tensor, kernel_size: Pair, stride: Pair | None = None) -> torch.Tensor:
    """The largest number of each window, channel by channel.

    Shapes: (N, C, H, W) → (N, C, H_out, W_out)
    Without a stride, windows stand side by side: the stride is the kernel size.
        result[n, c, i, j] == windows[n, c, i, j].max()

    Raises ValueError if `kernel_size` or `stride` is below 1, or if no window fits.

    Example:
        >>> images = torch.tensor([[[[1.0, 2.0, -5.0, -6.0], [3.0, 4.0, -7.0, -8.0]]]])
        >>> max_pool2d(images, kernel_size=2)
        tensor([[[[ 4., -5.]]]])

    Hint: your sliding windows can be used again. What is the largest of -5 and -6?
    """
    windows = _windows(images, kernel_size, stride)
    # One maximum over one axis: where numbers are equal, a single one gets the gradient.
    return windows.flatten(-2).max(dim=-1).values


def avg_pool2d(images, kernel_size, stride=None):
    if isinstance(kernel_size, int):
        kernel_size = (kernel_size, kernel_size)
    if stride is None:
        stride = kernel_size
    elif isinstance(stride, int):
        stride = (stride, stride)
    pool_h, pool_w = kernel_size
    stride_h, stride_w = stride
    if min(pool_h, pool_w, stride_h, stride_w) < 1 or pool_h > images.shape[2] or pool_w > images.shape[3]:
        raise ValueError("impossible window")

    kernel = torch.full((1, 1, pool_h, pool_w), 1 / (pool_h * pool_w), dtype=images.dtype)
    n, c, h, w = images.shape
    out = conv2d(images, kernel.expand(c, c, pool_h, pool_w), stride=stride)
    return out


def flatten(images: torch.Tensor) -> torch.Tensor:
    """Each picture as one long row, ready for a dense layer.

    Shapes: (N, C, H, W) → (N, C·H·W): the batch stays; a picture's channels come one after the
    other, each row by row.
        result[n, (c * H + row) * W + column] == images[n, c, row, column]

    Example:
        >>> flatten(torch.zeros(2, 3, 4, 5)).shape
        torch.Size([2, 60])

    Hint: think of a batch of one picture; its first axis stays, too.
    """
    return images.reshape(len(images), -1)
