# {"function": "conv2d", "kind": "single", "idea": "The running sum is set to zero outside the loop over the pictures, so each one also gets the sums of those before.", "style": "contract"}
import torch
from torch import nn


as_two = lambda x: (x, x) if isinstance(x, int) else tuple(x)


def fits(length, k, step):
    """Number of positions along one side."""
    if k <= 0 or step <= 0:
        raise ValueError(f"kernel {k} and stride {step} must be positive")
    if k > length:
        raise ValueError(f"kernel {k} is longer than the side {length}")
    return 1 + (length - k) // step


def zero_border(images, ph, pw):
    if ph < 0 or pw < 0:
        raise ValueError("padding can't be negative")
    n, c, h, w = images.shape
    bigger = images.new_zeros((n, c, h + 2 * ph, w + 2 * pw))
    bigger[:, :, ph:ph + h, pw:pw + w] = images
    return bigger


def output_size(size, kernel_size, stride=1, padding=0):
    if stride < 1 or kernel_size < 1 or padding < 0:
        raise ValueError("Stride and kernel start at 1, padding at 0.")
    full = size + 2 * padding
    if kernel_size > full:
        raise ValueError("The kernel is larger than the padded picture.")
    return (full - kernel_size) // stride + 1


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = as_two(kernel_size)
    sh, sw = as_two(stride)
    rows = fits(images.size(2), kh, sh)
    cols = fits(images.size(3), kw, sw)
    return torch.stack([
        torch.stack([images[:, :, i * sh:i * sh + kh, j * sw:j * sw + kw] for j in range(cols)], dim=2)
        for i in range(rows)], dim=2)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    sh, sw = as_two(stride)
    ph, pw = as_two(padding)
    N, C = images.shape[:2]
    O, C2, kh, kw = weight.shape
    if C != C2:
        raise ValueError("The kernel has %d channels, the picture %d." % (C2, C))
    padded = zero_border(images, ph, pw)
    Ho = fits(padded.shape[2], kh, sh)
    Wo = fits(padded.shape[3], kw, sw)
    out = torch.zeros(N, O, Ho, Wo, dtype=images.dtype)
    for o in range(O):
        for i in range(Ho):
            for j in range(Wo):
                s = 0.0
                for n in range(N):
                    s = s + (padded[n, :, i * sh:i * sh + kh, j * sw:j * sw + kw] * weight[o]).sum()
                    out[n, o, i, j] = s if bias is None else s + bias[o]
    return out


class Conv2d(nn.Module):
    """The same layer as in PyTorch, made by hand."""

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super(Conv2d, self).__init__()
        self.kernel_size = as_two(kernel_size)
        self.stride = as_two(stride)
        self.padding = as_two(padding)
        if min(self.kernel_size) < 1 or min(self.stride) < 1 or min(self.padding) < 0:
            raise ValueError("impossible kernel, stride or padding")
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, *self.kernel_size) * 0.1)
        if bias:
            self.bias = nn.Parameter(torch.randn(out_channels) * 0.1)
        else:
            self.register_parameter("bias", None)

    def forward(self, x):
        return conv2d(x, self.weight, bias=self.bias, stride=self.stride, padding=self.padding)
