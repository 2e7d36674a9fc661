# {"function": "conv2d", "kind": "right", "idea": "Right in an unusual style: an autograd.Function whose forward and backward run in NumPy.", "style": "contract"}
import numpy as np
import torch
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


def zero_border(images, ph, pw):
    if ph < 0 or pw < 0:
        raise ValueError("padding can't be negative")
    n, c, h, w = images.shape
    bigger = images.new_zeros((n, c, h + 2 * ph, w + 2 * pw))
    bigger[:, :, ph:ph + h, pw:pw + w] = images
    return bigger


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1 or stride < 1 or padding < 0 or kernel_size > size + padding + padding:
        raise ValueError(f"a kernel of {kernel_size} can't slide over {size} with stride {stride}")
    return len(range(0, size + 2 * padding - kernel_size + 1, stride))


def sliding_windows(images, kernel_size, stride=1):
    k1, k2 = both(kernel_size)
    s1, s2 = both(stride)
    n, c, h, w = images.shape
    h_out, w_out = output_size(h, k1, s1), output_size(w, k2, s2)
    result = images.new_zeros((n, c, h_out, w_out, k1, k2))
    for i in range(h_out):
        for j in range(w_out):
            result[:, :, i, j] = images[:, :, i * s1:i * s1 + k1, j * s2:j * s2 + k2]
    return result


class _Correlate(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, weight, sh, sw, ho, wo):
        ctx.save_for_backward(x, weight)
        ctx.sizes = sh, sw, ho, wo
        xs, ws = x.detach().numpy(), weight.detach().numpy()
        out = np.zeros((xs.shape[0], ws.shape[0], ho, wo), dtype=xs.dtype)
        for a in range(ws.shape[2]):
            for b in range(ws.shape[3]):
                part = xs[:, :, a:a + sh * (ho - 1) + 1:sh, b:b + sw * (wo - 1) + 1:sw]
                out += np.einsum("nchw,oc->nohw", part, ws[:, :, a, b])
        return torch.from_numpy(out)

    @staticmethod
    def backward(ctx, grad):
        x, weight = ctx.saved_tensors
        sh, sw, ho, wo = ctx.sizes
        xs, ws, g = x.detach().numpy(), weight.detach().numpy(), grad.detach().numpy()
        dx, dw = np.zeros_like(xs), np.zeros_like(ws)
        for a in range(ws.shape[2]):
            for b in range(ws.shape[3]):
                rows, cols = slice(a, a + sh * (ho - 1) + 1, sh), slice(b, b + sw * (wo - 1) + 1, sw)
                dx[:, :, rows, cols] += np.einsum("nohw,oc->nchw", g, ws[:, :, a, b])
                dw[:, :, a, b] = np.einsum("nohw,nchw->oc", g, xs[:, :, rows, cols])
        return torch.from_numpy(dx), torch.from_numpy(dw), None, None, None, None


def conv2d(images, weight, bias=None, stride=1, padding=0):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("images and weight disagree about the channels")
    sh, sw = both(stride)
    x = zero_border(images, *both(padding))
    ho, wo = fits(x.shape[2], weight.shape[2], sh), fits(x.shape[3], weight.shape[3], sw)
    out = _Correlate.apply(x, weight, sh, sw, ho, wo)
    return out if bias is None else out + bias.view(1, -1, 1, 1)


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = both(kernel_size)
        if kh < 1 or kw < 1:
            raise ValueError("The kernel needs at least one row and one column.")
        self.stride = stride
        self.padding = padding
        limit = (in_channels * kh * kw) ** -0.5
        self.weight = nn.Parameter((torch.rand(out_channels, in_channels, kh, kw) * 2 - 1) * limit)
        self.bias = nn.Parameter((torch.rand(out_channels) * 2 - 1) * limit) if bias else None

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
