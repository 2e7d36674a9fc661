# {"function": "flatten", "kind": "right", "idea": "Counts the numbers of a picture first.", "style": "size_product"}
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
    count = 1
    for side in images.shape[1:]:
        count = count * side
    return images.contiguous().view(images.size(0), count)
