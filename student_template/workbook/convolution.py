"""Task 3 of 5: convolution. A kernel slides over a picture; every window becomes one number.

To be written without torch's own convolution and without its `unfold` and `fold` layers. Slicing,
`Tensor.unfold`, `as_strided`, `einsum` and matrix products are allowed.
"""

import torch
from torch import nn

# One number for both directions, or (vertical, horizontal).
Pair = int | tuple[int, int]


def output_size(size: int, kernel_size: int, stride: int = 1, padding: int = 0) -> int:
    """How many windows of `kernel_size` pixels fit along a side of `size` pixels.

    `stride` is the step from one window to the next; `padding` is added at both ends of the side.
    A last window that would stick out is dropped.

    Raises ValueError if `kernel_size` or `stride` is below 1, if `padding` is below 0, or if not
    even one window fits.

    Example: a window of 4 pixels has 935 places to stand on a side of 938.
        >>> output_size(938, kernel_size=4)
        935
        >>> output_size(8, kernel_size=3, stride=2)
        3
    """
    # TODO: return the number of windows.
    raise NotImplementedError("output_size is still to do")


def sliding_windows(images: torch.Tensor, kernel_size: Pair, stride: Pair = 1) -> torch.Tensor:
    """Every window of every picture, one beside the other.

    Shapes: (N, C, H, W) → (N, C, H_out, W_out, K_h, K_w)
    Windows start `stride` pixels apart; those that stick out are dropped:
        top, left = i * stride_h, j * stride_w
        windows[n, c, i, j] == images[n, c, top : top + K_h, left : left + K_w]

    Raises ValueError where `output_size` does, for the height or for the width.

    Example: the window in row 1, column 2.
        >>> images = torch.arange(12.0).reshape(1, 1, 3, 4)
        >>> sliding_windows(images, kernel_size=2)[0, 0, 1, 2]
        tensor([[ 6.,  7.],
                [10., 11.]])
    """
    # TODO: return all windows.
    raise NotImplementedError("sliding_windows is still to do")


def conv2d(
    images: torch.Tensor,
    weight: torch.Tensor,
    bias: torch.Tensor | None = None,
    stride: Pair = 1,
    padding: Pair = 0,
) -> torch.Tensor:
    """Lay each kernel on each window: multiply, add up over all channels, add the bias.

    Shapes: (N, C, H, W) with weight (O, C, K_h, K_w) and bias (O,) → (N, O, H_out, W_out)
    For each picture n, output channel o and window (i, j):
        result[n, o, i, j] == (windows[n, :, i, j] * weight[o]).sum() + bias[o]
    Before that, `padding` rows (columns) of zeros are put on each side. The kernel is laid on as
    it is, not flipped. Gradients flow back to images, weight and bias.

    Raises ValueError where `output_size` does, and if the channels of images, weight and bias do
    not match.

    Example: a kernel that looks one pixel to the right moves the picture to the left.
        >>> images = torch.arange(6.0).reshape(1, 1, 2, 3)
        >>> look_right = torch.tensor([[[[0.0, 1.0]]]])
        >>> conv2d(images, look_right)
        tensor([[[[1., 2.],
                  [4., 5.]]]])
    """
    # TODO: return the answers of all kernels.
    raise NotImplementedError("conv2d is still to do")


class Conv2d(nn.Module):
    """`conv2d` as a layer that owns its weights, in place of `nn.Conv2d`.

    Parameters: `weight` (O, C, K_h, K_w) and `bias` (O,), or no `bias` where it is switched off.
    With the same names and shapes as in `nn.Conv2d`, a state dict of one loads into the other.

    Raises ValueError for what `conv2d` refuses, when it is made or when it is called.

    Example:
        >>> layer = Conv2d(3, 5, kernel_size=4)
        >>> [(name, tuple(p.shape)) for name, p in layer.named_parameters()]
        [('weight', (5, 3, 4, 4)), ('bias', (5,))]
        >>> layer(torch.zeros(1, 3, 9, 8)).shape
        torch.Size([1, 5, 6, 5])
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: Pair,
        stride: Pair = 1,
        padding: Pair = 0,
        bias: bool = True,
    ) -> None:
        """Make the parameters, and keep what `forward` needs."""
        super().__init__()
        # TODO: make the parameters.
        raise NotImplementedError("Conv2d.__init__ is still to do")

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Convolve. Shapes: (N, C, H, W) → (N, O, H_out, W_out)."""
        # TODO: convolve with the layer's own parameters.
        raise NotImplementedError("Conv2d.forward is still to do")
