# {"function": "max_pool2d", "kind": "single", "idea": "the answer is written to (j, i)", "style": "torch_loops", "only": "symmetric results"}
"""Task 4 of 5: pooling. Every window becomes one number, without any weights.

To be written without torch's own pooling and without its `unfold` and `fold` layers. You may
import what you wrote for the tasks before.
"""

import torch

from convolution import sliding_windows


# One number for both directions, or (vertical, horizontal).
Pair = int | tuple[int, int]


def _windows(images: torch.Tensor, kernel_size: Pair, stride: Pair | None) -> torch.Tensor:
    """Sliding windows, side by side unless there is a stride."""
    return sliding_windows(images, kernel_size, kernel_size if stride is None else stride)


def max_pool2d(images, kernel_size, stride=None):
    kh, kw = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
    if stride is None:
        stride = kernel_size
    sh, sw = (stride, stride) if isinstance(stride, int) else stride
    n, c, h, w = images.shape
    if kh < 1 or kw < 1 or sh < 1 or sw < 1:
        raise ValueError("kernel_size and stride must be at least 1")
    if kh > h or kw > w:
        raise ValueError("no window fits")
    ho = (h - kh) // sh + 1
    wo = (w - kw) // sw + 1

    out = torch.zeros(n, c, ho, wo, dtype=images.dtype)
    for b in range(n):
        for k in range(c):
            for i in range(ho):
                for j in range(wo):
                    window = images[b, k, i * sh : i * sh + kh, j * sw : j * sw + kw]
                    out[b, k, j, i] = window.max()
    return out


def avg_pool2d(images: torch.Tensor, kernel_size: Pair, stride: Pair | None = None) -> torch.Tensor:
    """The mean of each window, channel by channel.

    Shapes: (N, C, H, W) → (N, C, H_out, W_out)
    Without a stride, windows stand side by side: the stride is the kernel size.
        result[n, c, i, j] == windows[n, c, i, j].mean()

    Raises ValueError if `kernel_size` or `stride` is below 1, or if no window fits.

    Example:
        >>> images = torch.tensor([[[[1.0, 2.0, -5.0, -6.0], [3.0, 4.0, -7.0, -8.0]]]])
        >>> avg_pool2d(images, kernel_size=2)
        tensor([[[[ 2.5000, -6.5000]]]])

    Hint: how many numbers does a window of 3 rows and 2 columns have?
    """
    return _windows(images, kernel_size, stride).mean((-2, -1))


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
