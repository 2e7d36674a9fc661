# {"function": "avg_pool2d", "kind": "pair", "idea": "Adds up instead of averaging, and the stride pair is swapped.", "style": "sum"}
import torch
from convolution import sliding_windows
Pair = int | tuple[int, int]



def _windows(images, kernel_size, stride):
    return sliding_windows(images, kernel_size, kernel_size if stride is None else stride)



def max_pool2d(images, kernel_size, stride=None):
    windows = _windows(images, kernel_size, stride)
    return windows.flatten(-2).max(dim=-1).values



def avg_pool2d(images, kernel_size, stride=None):
    stride = kernel_size if stride is None else stride
    if not isinstance(stride, int):
        stride = (stride[1], stride[0])
    return sliding_windows(images, kernel_size, stride).sum((-2, -1))



def flatten(images):
    return images.reshape(len(images), -1)
