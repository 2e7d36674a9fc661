# {"function": "max_pool2d", "kind": "single", "idea": "Refuses pictures whose sides the kernel does not divide.", "style": "refuse"}
import torch
from convolution import sliding_windows
Pair = int | tuple[int, int]



def _windows(images, kernel_size, stride):
    return sliding_windows(images, kernel_size, kernel_size if stride is None else stride)



def max_pool2d(images, kernel_size, stride=None):
    kh, kw = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
    if kh < 1 or kw < 1 or images.shape[2] % kh or images.shape[3] % kw:
        raise ValueError('image size must be divisible by the kernel size')
    return _windows(images, kernel_size, stride).flatten(-2).max(-1).values



def avg_pool2d(images, kernel_size, stride=None):
    return _windows(images, kernel_size, stride).mean((-2, -1))



def flatten(images):
    return images.reshape(len(images), -1)
