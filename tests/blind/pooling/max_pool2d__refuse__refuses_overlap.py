# {"function": "max_pool2d", "kind": "single", "idea": "Refuses strides smaller than the kernel: windows may not overlap.", "style": "refuse"}
import torch
from convolution import sliding_windows
Pair = int | tuple[int, int]



def _windows(images, kernel_size, stride):
    return sliding_windows(images, kernel_size, kernel_size if stride is None else stride)



def max_pool2d(images, kernel_size, stride=None):
    if stride is None:
        stride = kernel_size
    kh, kw = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
    sh, sw = (stride, stride) if isinstance(stride, int) else stride
    if sh < kh or sw < kw:
        raise ValueError('windows overlap')
    return sliding_windows(images, (kh, kw), (sh, sw)).flatten(-2).max(-1).values



def avg_pool2d(images, kernel_size, stride=None):
    return _windows(images, kernel_size, stride).mean((-2, -1))



def flatten(images):
    return images.reshape(len(images), -1)
