# {"function": "conv2d", "kind": "single", "idea": "Computes in NumPy on detached copies, so no gradient flows back.", "style": "numpy_person"}
# my convolution homework: numpy where I know it, loops elsewhere
import numpy as np
import torch
import torch.nn as nn


def hw_of(x):
    if isinstance(x, int):
        return x, x
    return x[0], x[1]


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1:
        raise ValueError("kernel_size must be 1 or more")
    if stride < 1:
        raise ValueError("stride must be 1 or more")
    if padding < 0:
        raise ValueError("padding must be 0 or more")
    count = 0
    start = 0
    while start + kernel_size <= size + 2 * padding:
        count = count + 1
        start = start + stride
    if count == 0:
        raise ValueError("no window fits")
    return count


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = hw_of(kernel_size)
    sh, sw = hw_of(stride)
    H = images.shape[2]
    W = images.shape[3]
    if kh < 1 or kw < 1 or sh < 1 or sw < 1:
        raise ValueError("kernel_size and stride must be 1 or more")
    if kh > H or kw > W:
        raise ValueError("kernel does not fit")
    lines = []
    for top in range(0, H - kh + 1, sh):
        r = []
        for left in range(0, W - kw + 1, sw):
            r.append(images[:, :, top:top + kh, left:left + kw])
        lines.append(torch.stack(r, dim=2))
    return torch.stack(lines, dim=2)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    sh, sw = hw_of(stride)
    ph, pw = hw_of(padding)
    N, C, H, W = images.shape
    O, C2, kh, kw = weight.shape
    if C != C2:
        raise ValueError("channels of images and weight differ")
    if bias is not None and tuple(bias.shape) != (O,):
        raise ValueError("bias must have one number per output channel")
    if min(sh, sw, kh, kw) < 1 or min(ph, pw) < 0:
        raise ValueError("stride, kernel or padding too small")
    if kh > H + 2 * ph or kw > W + 2 * pw:
        raise ValueError("kernel does not fit")
    x = np.pad(images.detach().numpy(), ((0, 0), (0, 0), (ph, ph), (pw, pw)))
    f = weight.detach().numpy()
    win = np.lib.stride_tricks.sliding_window_view(x, (kh, kw), axis=(2, 3))[:, :, ::sh, ::sw]
    res = torch.from_numpy(np.ascontiguousarray(np.einsum("ncijyx,ocyx->noij", win, f)))
    if bias is not None:
        res = res + bias.detach()[:, None, None]
    return res


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        self.kh, self.kw = hw_of(kernel_size)
        self.sh, self.sw = hw_of(stride)
        self.ph, self.pw = hw_of(padding)
        if min(self.kh, self.kw, self.sh, self.sw) < 1 or min(self.ph, self.pw) < 0:
            raise ValueError("these numbers are too small")
        self.in_channels = in_channels
        limit = 1 / (in_channels * self.kh * self.kw) ** 0.5
        self.weight = nn.Parameter(torch.empty(out_channels, in_channels, self.kh, self.kw).uniform_(-limit, limit))
        if bias:
            self.bias = nn.Parameter(torch.empty(out_channels).uniform_(-limit, limit))
        else:
            self.bias = None

    def forward(self, images):
        N, C, H, W = images.shape
        if C != self.in_channels:
            raise ValueError("wrong number of channels")
        H2 = H + 2 * self.ph
        W2 = W + 2 * self.pw
        if self.kh > H2 or self.kw > W2:
            raise ValueError("kernel does not fit")
        bordered = torch.zeros(N, C, H2, W2, dtype=images.dtype)
        bordered[:, :, self.ph:self.ph + H, self.pw:self.pw + W] = images
        lines = []
        for top in range(0, H2 - self.kh + 1, self.sh):
            r = []
            for left in range(0, W2 - self.kw + 1, self.sw):
                patch = bordered[:, None, :, top:top + self.kh, left:left + self.kw]
                val = (patch * self.weight).sum(dim=(2, 3, 4))
                if self.bias is not None:
                    val = val + self.bias
                r.append(val)
            lines.append(torch.stack(r, dim=2))
        return torch.stack(lines, dim=2)
