# {"function": "avg_pool2d", "kind": "single", "idea": "Without a stride, windows are one pixel apart.", "style": "strides"}
import torch
from convolution import sliding_windows
Pair = int | tuple[int, int]



def _windows(images, kernel_size, stride):
    return sliding_windows(images, kernel_size, kernel_size if stride is None else stride)



def max_pool2d(images, kernel_size, stride=None):
    windows = _windows(images, kernel_size, stride)
    return windows.flatten(-2).max(dim=-1).values



def avg_pool2d(images, kernel_size, stride=None):
    if stride is None:
        stride = 1
    return sliding_windows(images, kernel_size, stride).mean((-1, -2))



def flatten(images):
    return images.reshape(len(images), -1)
