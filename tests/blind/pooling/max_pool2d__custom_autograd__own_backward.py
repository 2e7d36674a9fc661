# {"function": "max_pool2d", "kind": "right", "idea": "Right: an autograd function of its own with argmax and scatter-add in backward.", "style": "custom_autograd"}
"""Handed in for the course on neural networks."""

import torch


class _MaxOfWindows(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, kh, kw, sh, sw):
        n, c, h, w = x.shape
        number = torch.arange(h * w).reshape(h, w).unfold(0, kh, sh).unfold(1, kw, sw)
        windows = x.unfold(2, kh, sh).unfold(3, kw, sw)
        rows, cols = windows.shape[2:4]
        which = windows.reshape(n, c, rows, cols, kh * kw).argmax(-1, keepdim=True)
        source = number.reshape(1, 1, rows, cols, kh * kw).expand(n, c, -1, -1, -1).gather(-1, which).squeeze(-1)
        ctx.save_for_backward(source)
        ctx.shape = x.shape
        return x.reshape(n, c, h * w).gather(2, source.reshape(n, c, -1)).reshape(n, c, rows, cols)

    @staticmethod
    def backward(ctx, upstream):
        (source,) = ctx.saved_tensors
        n, c, h, w = ctx.shape
        grad = torch.zeros(n, c, h * w, dtype=upstream.dtype)
        grad.scatter_add_(2, source.reshape(n, c, -1), upstream.reshape(n, c, -1))
        return grad.reshape(n, c, h, w), None, None, None, None


def max_pool2d(images, kernel_size, stride=None):
    kh, kw = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
    sh, sw = (kh, kw) if stride is None else (stride, stride) if isinstance(stride, int) else stride
    if min(kh, kw, sh, sw) < 1 or kh > images.shape[2] or kw > images.shape[3]:
        raise ValueError("these windows are impossible")
    return _MaxOfWindows.apply(images, kh, kw, sh, sw)


def avg_pool2d(images, kernel_size, stride=None):
    k = kernel_size if isinstance(kernel_size, tuple) else (kernel_size, kernel_size)
    s = k if stride is None else stride if isinstance(stride, tuple) else (stride, stride)
    if min(k) < 1 or min(s) < 1:
        raise ValueError("kernel and stride must be 1 or more")
    n_rows = (images.size(2) - k[0]) // s[0] + 1
    n_cols = (images.size(3) - k[1]) // s[1] + 1
    if images.size(2) < k[0] or images.size(3) < k[1]:
        raise ValueError("kernel larger than the picture")
    total = 0
    for dy in range(k[0]):
        for dx in range(k[1]):
            total = total + images[:, :, dy:dy + (n_rows - 1) * s[0] + 1:s[0], dx:dx + (n_cols - 1) * s[1] + 1:s[1]]
    return total / (k[0] * k[1])


def flatten(images):
    return torch.stack([picture.flatten() for picture in images])
