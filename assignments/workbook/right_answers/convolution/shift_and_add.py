"""No windows at all: for each weight, the picture is shifted, scaled and added."""
# ruff: noqa: F821 - appended to the solution, whose functions it uses

import torch


def conv2d(images, weight, bias=None, stride=1, padding=0):
    """Two loops, over the rows and the columns of the kernel."""
    (down, right), (pad_down, pad_right) = _pair(stride), _pair(padding)
    high, wide = weight.shape[2:]
    if weight.shape[1] != images.shape[1]:
        raise ValueError(f"{weight.shape[1]} channels are not {images.shape[1]}.")
    rows = output_size(images.shape[2], high, down, pad_down)
    columns = output_size(images.shape[3], wide, right, pad_right)
    padded = torch.nn.functional.pad(images, (pad_right, pad_right, pad_down, pad_down))
    total = 0
    for y in range(high):
        for x in range(wide):
            last_row, last_column = y + (rows - 1) * down, x + (columns - 1) * right
            shifted = padded[:, :, y : last_row + 1 : down, x : last_column + 1 : right]
            total = total + (weight[:, :, y, x] @ shifted.flatten(2))
    total = total.unflatten(2, (rows, columns))
    return total if bias is None else total + bias.view(-1, 1, 1)
