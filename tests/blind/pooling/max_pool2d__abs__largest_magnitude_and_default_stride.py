# {"function": "max_pool2d", "kind": "pair", "idea": "Takes the largest absolute value, and the default stride is 1.", "style": "abs"}
import torch
from convolution import sliding_windows
Pair = int | tuple[int, int]



def _windows(images, kernel_size, stride):
    return sliding_windows(images, kernel_size, kernel_size if stride is None else stride)



def max_pool2d(images, kernel_size, stride=None):
    return sliding_windows(images, kernel_size, 1 if stride is None else stride).abs().amax((-2, -1))



def avg_pool2d(images, kernel_size, stride=None):
    return _windows(images, kernel_size, stride).mean((-2, -1))



def flatten(images):
    return images.reshape(len(images), -1)
