# {"function": "sliding_windows", "kind": "single", "idea": "Inside each window columns come before rows: the last two axes are (K_w, K_h).", "style": "contract"}
import torch
import torch.nn.functional as F
from torch import nn


as_two = lambda x: (x, x) if isinstance(x, int) else tuple(x)


def fits(length, k, step):
    """Number of positions along one side."""
    if k <= 0 or step <= 0:
        raise ValueError(f"kernel {k} and stride {step} must be positive")
    if k > length:
        raise ValueError(f"kernel {k} is longer than the side {length}")
    return 1 + (length - k) // step


def output_size(size, kernel_size, stride=1, padding=0):
    if min(kernel_size, stride) <= 0:
        raise ValueError("kernel and stride must be positive")
    if padding < 0:
        raise ValueError("padding must not be negative")
    count = 0
    start = -padding
    while start + kernel_size <= size + padding:
        count += 1
        start += stride
    if count == 0:
        raise ValueError("no window fits")
    return count


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = as_two(kernel_size)
    sh, sw = as_two(stride)
    ho, wo = fits(images.shape[2], kh, sh), fits(images.shape[3], kw, sw)
    # one picture of all first pixels, one of all second pixels, ...
    shifted = [[images[:, :, a:a + (ho - 1) * sh + 1:sh, b:b + (wo - 1) * sw + 1:sw] for a in range(kh)] for b in range(kw)]
    return torch.stack([torch.stack(column, dim=-1) for column in shifted], dim=-2)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    sh, sw = as_two(stride)
    ph, pw = as_two(padding)
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
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = as_two(kernel_size)
        if kh < 1 or kw < 1:
            raise ValueError("The kernel needs at least one row and one column.")
        self.stride = stride
        self.padding = padding
        limit = (in_channels * kh * kw) ** -0.5
        self.weight = nn.Parameter((torch.rand(out_channels, in_channels, kh, kw) * 2 - 1) * limit)
        self.bias = nn.Parameter((torch.rand(out_channels) * 2 - 1) * limit) if bias else None

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
