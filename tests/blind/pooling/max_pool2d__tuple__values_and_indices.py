# {"function": "max_pool2d", "kind": "single", "idea": "Returns the pair of values and indices that max gives.", "style": "tuple"}
import torch
from convolution import sliding_windows
Pair = int | tuple[int, int]



def _windows(images, kernel_size, stride):
    return sliding_windows(images, kernel_size, kernel_size if stride is None else stride)



def max_pool2d(images, kernel_size, stride=None):
    return _windows(images, kernel_size, stride).flatten(-2).max(dim=-1)



def avg_pool2d(images, kernel_size, stride=None):
    return _windows(images, kernel_size, stride).mean((-2, -1))



def flatten(images):
    return images.reshape(len(images), -1)
