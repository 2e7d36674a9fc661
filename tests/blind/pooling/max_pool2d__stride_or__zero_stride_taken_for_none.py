# {"function": "max_pool2d", "kind": "single", "idea": "Writes `stride or kernel_size`, so that stride 0 is not refused.", "style": "stride_or"}
import torch
from convolution import sliding_windows
Pair = int | tuple[int, int]



def _windows(images, kernel_size, stride):
    return sliding_windows(images, kernel_size, kernel_size if stride is None else stride)



def max_pool2d(images, kernel_size, stride=None):
    return sliding_windows(images, kernel_size, stride or kernel_size).flatten(-2).max(-1)[0]



def avg_pool2d(images, kernel_size, stride=None):
    return _windows(images, kernel_size, stride).mean((-2, -1))



def flatten(images):
    return images.reshape(len(images), -1)
