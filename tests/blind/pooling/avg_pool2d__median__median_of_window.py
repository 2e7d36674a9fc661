# {"function": "avg_pool2d", "kind": "single", "idea": "Takes the median of each window.", "style": "median"}
import torch
from convolution import sliding_windows
Pair = int | tuple[int, int]



def _windows(images, kernel_size, stride):
    return sliding_windows(images, kernel_size, kernel_size if stride is None else stride)



def max_pool2d(images, kernel_size, stride=None):
    windows = _windows(images, kernel_size, stride)
    return windows.flatten(-2).max(dim=-1).values



def avg_pool2d(images, kernel_size, stride=None):
    return _windows(images, kernel_size, stride).flatten(-2).median(-1).values



def flatten(images):
    return images.reshape(len(images), -1)
