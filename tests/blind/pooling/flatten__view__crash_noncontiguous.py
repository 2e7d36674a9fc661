# {"function": "flatten", "kind": "single", "idea": "Uses view, which crashes for pictures that are not contiguous.", "style": "view"}
import torch
from convolution import sliding_windows
Pair = int | tuple[int, int]



def _windows(images, kernel_size, stride):
    return sliding_windows(images, kernel_size, kernel_size if stride is None else stride)



def max_pool2d(images, kernel_size, stride=None):
    windows = _windows(images, kernel_size, stride)
    return windows.flatten(-2).max(dim=-1).values



def avg_pool2d(images, kernel_size, stride=None):
    return _windows(images, kernel_size, stride).mean((-2, -1))



def flatten(images):
    n, c, h, w = images.shape
    return images.view(n, c * h * w)
