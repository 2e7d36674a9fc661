# {"function": "conv2d", "kind": "right", "idea": "Scatter form: every pixel hands its value on to all windows that see it, via index_add.", "style": "scatter_index_add"}
"""convolution: my own version, by hand."""

import torch
from torch import nn


two = lambda p: p if hasattr(p, "__len__") else (p, p)  # noqa: E731


def output_size(size, kernel_size, stride=1, padding=0):
    full = size + padding + padding
    if kernel_size < 1 or stride < 1 or padding < 0 or full < kernel_size:
        raise ValueError("These window parameters are impossible.")
    # one window for the first position, one more for every full step
    return 1 + (full - kernel_size) // stride


def sliding_windows(images, kernel_size, stride=1):
    k1, k2 = two(kernel_size)
    s1, s2 = two(stride)
    N, C, H, W = images.shape
    H_out = output_size(H, k1, s1)
    W_out = output_size(W, k2, s2)
    windows = images.new_empty((N, C, H_out, W_out, k1, k2))
    for i in range(H_out):
        for j in range(W_out):
            windows[:, :, i, j] = images[:, :, s1 * i : s1 * i + k1, s2 * j : s2 * j + k2]
    return windows


def conv2d(images, weight, bias=None, stride=1, padding=0):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("images and weight have different numbers of channels")
    if bias is not None and tuple(bias.shape) != (weight.shape[0],):
        raise ValueError("bias needs one number per output channel")
    (sh, sw), (ph, pw) = two(stride), two(padding)
    n, c, h, w = images.shape
    o, _, kh, kw = weight.shape
    ho, wo = output_size(h, kh, sh, ph), output_size(w, kw, sw, pw)
    out = images.new_zeros(o, n, ho * wo)
    flat = images.permute(1, 0, 2, 3).reshape(c, n, h * w)
    for a in range(kh):
        for b in range(kw):
            source, target = [], []
            for i in range(ho):
                for j in range(wo):
                    y, x = i * sh + a - ph, j * sw + b - pw
                    if 0 <= y < h and 0 <= x < w:
                        source.append(y * w + x)
                        target.append(i * wo + j)
            if source:
                given = torch.einsum("oc,cnl->onl", weight[:, :, a, b], flat[:, :, source])
                out = out.index_add(2, torch.tensor(target), given)
    out = out.transpose(0, 1).reshape(n, o, ho, wo)
    return out if bias is None else out + bias[:, None, None]


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = two(kernel_size)
        if kh < 1 or kw < 1:
            raise ValueError("kernel_size must be at least 1")
        bound = (in_channels * kh * kw) ** -0.5
        self.weight = nn.Parameter(torch.empty(out_channels, in_channels, kh, kw).uniform_(-bound, bound))
        if bias:
            self.bias = nn.Parameter(torch.empty(out_channels).uniform_(-bound, bound))
        else:
            self.register_parameter("bias", None)
        self.stride = stride
        self.padding = padding

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
