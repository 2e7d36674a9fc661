"""torchvision's pooling of regions, each region one window: operators of another library."""

import torch
import torchvision


def regions(images, kernel_size, stride):
    k = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
    s = k if stride is None else (stride, stride) if isinstance(stride, int) else stride
    rows, columns = ((images.shape[2 + i] - k[i]) // s[i] + 1 for i in (0, 1))
    boxes = [
        [n, j * s[1], i * s[0], j * s[1] + k[1], i * s[0] + k[0]]
        for n in range(len(images)) for i in range(rows) for j in range(columns)
    ]
    return k, torch.tensor(boxes, dtype=images.dtype), (len(images), rows, columns, images.shape[1])


def max_pool2d(images, kernel_size, stride=None):
    k, boxes, shape = regions(images, kernel_size, stride)
    boxes[:, 3:] -= 1
    return torchvision.ops.roi_pool(images, boxes, 1).reshape(shape).permute(0, 3, 1, 2)


def avg_pool2d(images, kernel_size, stride=None):
    k, boxes, shape = regions(images, kernel_size, stride)
    boxes[:, 1:] -= 0.5
    pooled = torchvision.ops.roi_align(images, boxes, k).mean((2, 3))
    return pooled.reshape(shape).permute(0, 3, 1, 2)


def flatten(images):
    raise KeyError("not attacked")
