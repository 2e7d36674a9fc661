# {"function": "avg_pool2d", "kind": "single", "idea": "Refuses kernels that are not square.", "style": "refuse"}
import torch
from convolution import sliding_windows
Pair = int | tuple[int, int]



def _windows(images, kernel_size, stride):
    return sliding_windows(images, kernel_size, kernel_size if stride is None else stride)



def max_pool2d(images, kernel_size, stride=None):
    windows = _windows(images, kernel_size, stride)
    return windows.flatten(-2).max(dim=-1).values



def avg_pool2d(images, kernel_size, stride=None):
    if not isinstance(kernel_size, int) and kernel_size[0] != kernel_size[1]:
        raise ValueError('only square kernels')
    return _windows(images, kernel_size, stride).mean((-2, -1))



def flatten(images):
    return images.reshape(len(images), -1)
