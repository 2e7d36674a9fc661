# {"function": "conv2d", "kind": "single", "idea": "Puts all of the padding (twice as much) above and to the left, none below and to the right.", "style": "spreadsheet_person"}
# TODO done :)
import torch
from torch import nn


def as_two(value):
    """5 -> (5, 5); (5, 6) stays."""
    if isinstance(value, (tuple, list)):
        return value[0], value[1]
    return value, value


p2 = lambda v: v if isinstance(v, tuple) else (v, v)


def n_windows(side, k, s, p=0):
    if k < 1 or s < 1:
        raise ValueError("kernel_size and stride must be at least 1")
    if p < 0:
        raise ValueError("padding can't be negative")
    if k > side + 2 * p:
        raise ValueError(f"a window of {k} does not fit on {side + 2 * p} pixels")
    return (side + 2 * p - k) // s + 1


def check_args(height, width, k, s, p=(0, 0)):
    for side, kk, ss, pp in zip((height, width), k, s, p):
        if kk < 1:
            raise ValueError("kernel too small")
        if ss < 1:
            raise ValueError("stride too small")
        if pp < 0:
            raise ValueError("negative padding")
        if side + 2 * pp < kk:
            raise ValueError("the kernel is larger than the (padded) image")


def pad_zeros(pic, ph, pw):
    n, c, h, w = pic.shape
    out = torch.zeros((n, c, h + 2 * ph, w + 2 * pw), dtype=pic.dtype, device=pic.device)
    out[:, :, ph:ph + h, pw:pw + w] = pic
    return out


def check_channels(images, weight, bias):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("the images and the kernels have different numbers of channels")
    if bias is not None and tuple(bias.shape) != (weight.shape[0],):
        raise ValueError("there must be one bias per output channel")


def output_size(size, kernel_size, stride=1, padding=0):
    ok = kernel_size >= 1 and stride >= 1 and padding >= 0 and size + 2*padding >= kernel_size
    if not ok: raise ValueError("impossible sizes")
    return 1 + (size + 2*padding - kernel_size) // stride


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = as_two(kernel_size)
    sh, sw = as_two(stride)
    H, W = images.shape[-2:]
    check_args(H, W, (kh, kw), (sh, sw))
    rows = []
    for top in range(0, H - kh + 1, sh):
        row = []
        for left in range(0, W - kw + 1, sw):
            row.append(images[:, :, top:top + kh, left:left + kw])
        rows.append(torch.stack(row, dim=2))
    return torch.stack(rows, dim=2)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    check_channels(images, weight, bias)
    sh, sw = as_two(stride)
    ph, pw = as_two(padding)
    rows, cols = images.shape[2:]
    kh, kw = weight.shape[2:]
    check_args(rows, cols, (kh, kw), (sh, sw), (ph, pw))
    # a bigger sheet, then paste
    sheet = images.new_zeros(images.shape[0], images.shape[1], rows + 2 * ph, cols + 2 * pw)
    sheet[:, :, 2 * ph:, 2 * pw:] = images
    cells = sheet.unfold(2, kh, sh).unfold(3, kw, sw)
    answer = (cells.unsqueeze(1) * weight[None, :, :, None, None]).sum(dim=(2, 5, 6))
    if bias is not None:
        answer = answer + bias.reshape(-1, 1, 1)
    return answer


class Conv2d(torch.nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        torch.nn.Module.__init__(self)
        kernel_size, stride, padding = p2(kernel_size), p2(stride), p2(padding)
        for small, values in ((1, kernel_size), (1, stride), (0, padding)):
            if any(v < small for v in values):
                raise ValueError(f"a value in {values} is below {small}")
        self.settings = kernel_size + stride + padding
        self.register_parameter("weight", torch.nn.Parameter(torch.randn(out_channels, in_channels, *kernel_size) / 8))
        self.register_parameter("bias", torch.nn.Parameter(torch.randn(out_channels) / 8) if bias else None)

    def forward(self, images):
        kh, kw, sh, sw, ph, pw = self.settings
        ho = n_windows(images.shape[2], kh, sh, ph)
        wo = n_windows(images.shape[3], kw, sw, pw)
        if images.shape[1] != self.weight.shape[1]:
            raise ValueError("this layer was made for other channels")
        x = pad_zeros(images, ph, pw)
        rows = []
        for i in range(ho):
            for j in range(wo):
                patch = x[:, :, i * sh:i * sh + kh, j * sw:j * sw + kw]
                rows.append(torch.tensordot(patch, self.weight, dims=([1, 2, 3], [1, 2, 3])))
        y = torch.stack(rows, -1).reshape(images.shape[0], -1, ho, wo)
        if self.bias is not None:
            y = y + self.bias.reshape(1, -1, 1, 1)
        return y
