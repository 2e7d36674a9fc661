# {"function": "conv2d", "kind": "single", "idea": "the bias is added to the whole result for every region", "style": "regions_generator", "only": "one window"}
"""Task 3 of 5: convolution. A kernel slides over a picture; every window becomes one number.

To be written without torch's own convolution and without its `unfold` and `fold` layers. Slicing,
`Tensor.unfold`, `as_strided`, `einsum` and matrix products are allowed.
"""

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

    Hint: where does the first window start, and where may the last one start?
    """
    for name, value, least in (
        ("kernel_size", kernel_size, 1),
        ("stride", stride, 1),
        ("padding", padding, 0),
    ):
        if value < least:
            raise ValueError(f"{name} is {value}; it should be at least {least}.")
    padded = size + 2 * padding
    if kernel_size > padded:
        raise ValueError(f"A window of {kernel_size} pixels does not fit on {padded} pixels.")
    return (padded - kernel_size) // stride + 1


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


def iterate_regions(image, kh, kw, stride):
    """Yields every region together with its place."""
    h, w = image.shape[-2:]
    for i in range((h - kh) // stride[0] + 1):
        for j in range((w - kw) // stride[1] + 1):
            im_region = image[:, :, (i * stride[0]):(i * stride[0] + kh), (j * stride[1]):(j * stride[1] + kw)]
            yield im_region, i, j

def conv2d(images, weight, bias=None, stride=1, padding=0):
    n, c, h, w = images.size()
    f, c2, kh, kw = weight.size()
    if isinstance(stride, int):
        stride = (stride, stride)
    if isinstance(padding, int):
        padding = (padding, padding)
    if c != c2 or (bias is not None and bias.shape != (f,)):
        raise ValueError("channels do not match")
    if min(stride) < 1 or min(padding) < 0:
        raise ValueError("bad stride or padding")
    if kh > h + 2 * padding[0] or kw > w + 2 * padding[1]:
        raise ValueError("kernel too large")
    ho = (h + 2 * padding[0] - kh) // stride[0] + 1
    wo = (w + 2 * padding[1] - kw) // stride[1] + 1

    image = torch.nn.functional.pad(images, (padding[1], padding[1], padding[0], padding[0]))
    output = image.new_zeros((n, f, ho, wo))
    for im_region, i, j in iterate_regions(image, kh, kw, stride):
        output[:, :, i, j] = torch.tensordot(im_region, weight, dims=([1, 2, 3], [1, 2, 3]))
        if bias is not None:
            output = output + bias[:, None, None]
    return output


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
