# {"function": "sliding_windows", "kind": "right", "idea": "Right in an unusual style: pictures become lines of numbers, and every window is picked by flat positions.", "style": "contract"}
import torch
import torch.nn.functional as F
from torch import nn


def both(x):
    try:
        a, b = x
    except TypeError:
        a = b = x
    return int(a), int(b)


def fits(length, k, step):
    """Number of positions along one side."""
    if k <= 0 or step <= 0:
        raise ValueError(f"kernel {k} and stride {step} must be positive")
    if k > length:
        raise ValueError(f"kernel {k} is longer than the side {length}")
    return 1 + (length - k) // step


def output_size(size, kernel_size, stride=1, padding=0):
    if stride < 1 or kernel_size < 1 or padding < 0:
        raise ValueError("Stride and kernel start at 1, padding at 0.")
    full = size + 2 * padding
    if kernel_size > full:
        raise ValueError("The kernel is larger than the padded picture.")
    return (full - kernel_size) // stride + 1


def sliding_windows(images, kernel_size, stride=1):
    (kh, kw), (sh, sw) = both(kernel_size), both(stride)
    n, c, h, w = images.shape
    ho, wo = fits(h, kh, sh), fits(w, kw, sw)
    places = [(i * sh + a) * w + j * sw + b
              for i in range(ho) for j in range(wo) for a in range(kh) for b in range(kw)]
    line = images.reshape(n, c, h * w)
    return torch.index_select(line, 2, torch.tensor(places)).reshape(n, c, ho, wo, kh, kw)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    sh, sw = both(stride)
    ph, pw = both(padding)
    n, c, h, w = images.shape
    o, c2, kh, kw = weight.shape
    if c != c2:
        raise ValueError("channels do not match")
    if ph < 0 or pw < 0:
        raise ValueError("negative padding")
    x = F.pad(images, (pw, pw, ph, ph))
    ho, wo = fits(h + 2 * ph, kh, sh), fits(w + 2 * pw, kw, sw)
    flat = weight.reshape(o, -1)
    columns = [x[:, :, i * sh:i * sh + kh, j * sw:j * sw + kw].reshape(n, -1) for i in range(ho) for j in range(wo)]
    y = torch.stack(columns, dim=1) @ flat.T
    if bias is not None:
        y = y + bias
    return y.transpose(1, 2).reshape(n, o, ho, wo)


class Conv2d(nn.Module):
    """The same layer as in PyTorch, made by hand."""

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super(Conv2d, self).__init__()
        self.kernel_size = both(kernel_size)
        self.stride = both(stride)
        self.padding = both(padding)
        if min(self.kernel_size) < 1 or min(self.stride) < 1 or min(self.padding) < 0:
            raise ValueError("impossible kernel, stride or padding")
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, *self.kernel_size) * 0.1)
        if bias:
            self.bias = nn.Parameter(torch.randn(out_channels) * 0.1)
        else:
            self.register_parameter("bias", None)

    def forward(self, x):
        return conv2d(x, self.weight, bias=self.bias, stride=self.stride, padding=self.padding)
