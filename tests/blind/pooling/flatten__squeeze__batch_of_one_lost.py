# {"function": "flatten", "kind": "single", "idea": "Squeezes, so that a batch of one picture loses its batch axis.", "style": "squeeze"}
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
    return images.reshape(images.shape[0], -1).squeeze()
