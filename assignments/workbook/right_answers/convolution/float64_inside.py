"""Everything is added up in double precision, and rounded at the end."""
# ruff: noqa: F821 - appended to the solution, whose functions it uses

import torch


def conv2d(images, weight, bias=None, stride=1, padding=0):
    """The dtype that came in goes out."""
    if images.shape[1] != weight.shape[1] or min(_pair(padding)) < 0:
        raise ValueError("The channels do not match, or the padding is negative.")
    high, wide = _pair(padding)
    padded = torch.nn.functional.pad(images.double(), (wide, wide, high, high))
    windows = sliding_windows(padded, tuple(weight.shape[2:]), stride)
    result = (windows.unsqueeze(1) * weight.double()[:, :, None, None]).sum((2, 5, 6))
    if bias is not None:
        result = result + bias.double()[:, None, None]
    return result.to(images.dtype)
