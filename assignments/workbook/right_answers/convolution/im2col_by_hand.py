"""Each window becomes a column, and one matrix product does the rest."""
# ruff: noqa: F821 - appended to the solution, whose functions it uses

import torch


def conv2d(images, weight, bias=None, stride=1, padding=0):
    """(O, C·K_h·K_w) times (C·K_h·K_w, N·H_out·W_out)."""
    batch, channels, height, width = images.shape
    out_channels, in_channels, high, wide = weight.shape
    if channels != in_channels:
        raise ValueError("The channels do not match.")
    (down, right), (pad_down, pad_right) = _pair(stride), _pair(padding)
    rows = output_size(height, high, down, pad_down)
    columns = output_size(width, wide, right, pad_right)

    above = images.new_zeros(batch, channels, pad_down, width)
    tall = torch.cat([above, images, above], dim=2)
    beside = tall.new_zeros(batch, channels, tall.shape[2], pad_right)
    padded = torch.cat([beside, tall, beside], dim=3)
    patches = [
        padded[:, :, i * down : i * down + high, j * right : j * right + wide].flatten(1)
        for i in range(rows)
        for j in range(columns)
    ]
    matrix = torch.stack(patches, dim=-1)
    result = weight.reshape(out_channels, -1) @ matrix
    if bias is not None:
        result = result + bias.unsqueeze(1)
    return result.view(batch, out_channels, rows, columns)
