# {"function": "conv2d", "kind": "pair", "idea": "Uses the first input channel only. And subtracts the bias, like a threshold.", "style": "german_variable_names"}
"""Convolution by hand."""
import torch
from torch import nn


p2 = lambda v: v if isinstance(v, tuple) else (v, v)


def paar(wert):
    if type(wert) is int:
        return [wert, wert]
    return list(wert)


def steps_along(side, k, s, p=0):
    if k < 1 or s < 1:
        raise ValueError("kernel_size and stride must be at least 1")
    if p < 0:
        raise ValueError("padding can't be negative")
    if k > side + 2 * p:
        raise ValueError(f"a window of {k} does not fit on {side + 2 * p} pixels")
    return (side + 2 * p - k) // s + 1


def zero_border(pic, ph, pw):
    n, c, h, w = pic.shape
    out = torch.zeros((n, c, h + 2 * ph, w + 2 * pw), dtype=pic.dtype, device=pic.device)
    out[:, :, ph:ph + h, pw:pw + w] = pic
    return out


def _check_channels(images, weight, bias):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("the images and the kernels have different numbers of channels")
    if bias is not None and tuple(bias.shape) != (weight.shape[0],):
        raise ValueError("there must be one bias per output channel")


def output_size(size, kernel_size, stride=1, padding=0):
    # number of steps you can take + the window you start with
    for name, value, least in (("kernel_size", kernel_size, 1), ("stride", stride, 1), ("padding", padding, 0)):
        if value < least:
            raise ValueError(f"{name} must be >= {least}, got {value}")
    padded = size + 2 * padding
    if padded < kernel_size:
        raise ValueError(f"kernel {kernel_size} > padded side {padded}")
    steps, _left_over = divmod(padded - kernel_size, stride)
    return steps + 1


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = p2(kernel_size); sh, sw = p2(stride)
    ho, wo = steps_along(images.shape[2], kh, sh), steps_along(images.shape[3], kw, sw)
    return torch.stack([torch.stack([images.narrow(2, i*sh, kh).narrow(3, j*sw, kw)
                                     for j in range(wo)], 2) for i in range(ho)], 2)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    """Faltung: Fenster mal Gewichte, Summe, Schwelle."""
    _check_channels(images, weight, bias)
    schritt = paar(stride)
    rand = paar(padding)
    filterzahl, kanaele, hoehe, breite = weight.shape
    zeilen = steps_along(images.shape[2], hoehe, schritt[0], rand[0])
    spalten = steps_along(images.shape[3], breite, schritt[1], rand[1])
    bild = zero_border(images, rand[0], rand[1])
    ergebnis = torch.zeros(len(bild), filterzahl, zeilen, spalten, dtype=bild.dtype)
    for zeile in range(zeilen):
        for spalte in range(spalten):
            oben, links = zeile * schritt[0], spalte * schritt[1]
            fenster = bild[:, :1, oben:oben + hoehe, links:links + breite]
            for nummer in range(filterzahl):
                gewichte = weight[nummer, :1]
                ergebnis[:, nummer, zeile, spalte] = (fenster * gewichte).sum((1, 2, 3))
    if bias is not None:
        ergebnis = ergebnis - bias.view(-1, 1, 1)
    return ergebnis


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
        ho = steps_along(images.shape[2], kh, sh, ph)
        wo = steps_along(images.shape[3], kw, sw, pw)
        if images.shape[1] != self.weight.shape[1]:
            raise ValueError("this layer was made for other channels")
        x = zero_border(images, ph, pw)
        rows = []
        for i in range(ho):
            for j in range(wo):
                patch = x[:, :, i * sh:i * sh + kh, j * sw:j * sw + kw]
                rows.append(torch.tensordot(patch, self.weight, dims=([1, 2, 3], [1, 2, 3])))
        y = torch.stack(rows, -1).reshape(images.shape[0], -1, ho, wo)
        if self.bias is not None:
            y = y + self.bias.reshape(1, -1, 1, 1)
        return y
