"""One loop for each axis, as in a first textbook."""
# ruff: noqa: F821 - appended to the solution, whose functions it uses

import torch


def conv2d(images, weight, bias=None, stride=1, padding=0):
    """Seven loops; results are collected, so that gradients flow."""
    down, right = (stride, stride) if isinstance(stride, int) else stride
    high, wide = (padding, padding) if isinstance(padding, int) else padding
    batch, channels, height, width = images.shape
    out_channels, in_channels, kernel_height, kernel_width = weight.shape
    if in_channels != channels:
        raise ValueError("The channels do not match.")
    rows = output_size(height, kernel_height, down, high)
    columns = output_size(width, kernel_width, right, wide)

    padded = images.new_zeros(batch, channels, height + 2 * high, width + 2 * wide)
    padded[:, :, high : high + height, wide : wide + width] = images
    results = []
    for n in range(batch):
        for o in range(out_channels):
            for i in range(rows):
                for j in range(columns):
                    total = images.new_zeros(()) if bias is None else bias[o]
                    for c in range(channels):
                        for y in range(kernel_height):
                            for x in range(kernel_width):
                                pixel = padded[n, c, i * down + y, j * right + x]
                                total = total + pixel * weight[o, c, y, x]
                    results.append(total)
    return torch.stack(results).reshape(batch, out_channels, rows, columns)
