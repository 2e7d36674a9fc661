# {"function": "avg_pool2d", "kind": "single", "idea": "Divides by the kernel's height squared.", "style": "loop"}
import torch
from convolution import sliding_windows
Pair = int | tuple[int, int]



def _windows(images, kernel_size, stride):
    return sliding_windows(images, kernel_size, kernel_size if stride is None else stride)



def max_pool2d(images, kernel_size, stride=None):
    windows = _windows(images, kernel_size, stride)
    return windows.flatten(-2).max(dim=-1).values



def avg_pool2d(images, kernel_size, stride=None):
    win = _windows(images, kernel_size, stride)
    k = win.shape[-2]
    return win.sum((-2, -1)) / (k * k)



def flatten(images):
    return images.reshape(len(images), -1)
