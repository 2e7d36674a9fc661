# {"function": "output_size", "kind": "right", "idea": "the first number of windows that is too large", "style": "itertools"}
"""Task 3 of 5: convolution. A kernel slides over a picture; every window becomes one number.

To be written without torch's own convolution and without its `unfold` and `fold` layers. Slicing,
`Tensor.unfold`, `as_strided`, `einsum` and matrix products are allowed.
"""

import itertools
import torch
from torch import nn

# One number for both directions, or (vertical, horizontal).
Pair = int | tuple[int, int]


def _pair(value: Pair) -> tuple[int, int]:
    """(vertical, horizontal)."""
    return (value, value) if isinstance(value, int) else tuple(value)


def _refuse_impossible(
    images: torch.Tensor, kernel_size: Pair, stride: Pair, padding: Pair = 0
) -> None:
    """Raise what `output_size` raises for the height or for the width."""
    settings = (_pair(kernel_size), _pair(stride), _pair(padding))
    for side in zip(images.shape[-2:], *settings, strict=True):
        output_size(*side)


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1 or stride < 1 or padding < 0:
        raise ValueError("must be positive")
    length = size + 2 * padding
    if kernel_size > length:
        raise ValueError("too large")
    return next(n for n in itertools.count(1) if n * stride + kernel_size > length)


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

    Hint: loops over i and j and a slice are fine. `Tensor.unfold` cuts one axis into windows.
    """
    _refuse_impossible(images, kernel_size, stride)
    (kernel_height, kernel_width), (stride_down, stride_right) = _pair(kernel_size), _pair(stride)
    rows = images.unfold(2, kernel_height, stride_down)
    return rows.unfold(3, kernel_width, stride_right)


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

    Hint: with `sliding_windows` of the padded images, what remains is one sum over three axes.
    """
    channels, (out_channels, in_channels) = images.shape[1], weight.shape[:2]
    if channels != in_channels:
        raise ValueError(f"The images have {channels} channels, the kernels {in_channels}.")
    if bias is not None and bias.shape != (out_channels,):
        raise ValueError(f"bias has shape {tuple(bias.shape)}; it should be ({out_channels},).")
    kernel_size = tuple(weight.shape[-2:])
    _refuse_impossible(images, kernel_size, stride, padding)

    down, right = _pair(padding)
    padded = nn.functional.pad(images, (right, right, down, down))
    windows = sliding_windows(padded, kernel_size, stride)
    result = torch.einsum("nchwij,ocij->nohw", windows, weight)
    return result if bias is None else result + bias.reshape(-1, 1, 1)


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

    Hint: `nn.Parameter` makes a tensor a parameter. Start with small random numbers: kernels that
    start equal stay equal. PyTorch draws from ±1/sqrt(C · K_h · K_w).
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
        kernel = _pair(kernel_size)
        if min(in_channels, out_channels, *kernel) < 1:
            raise ValueError("Channels and kernel_size should be at least 1.")
        weight = torch.empty(out_channels, in_channels, *kernel)
        bound = weight[0].numel() ** -0.5
        self.weight = nn.Parameter(weight.uniform_(-bound, bound))
        self.bias = (
            nn.Parameter(torch.empty(out_channels).uniform_(-bound, bound)) if bias else None
        )
        self.stride = stride
        self.padding = padding

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Convolve. Shapes: (N, C, H, W) → (N, O, H_out, W_out)."""
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
