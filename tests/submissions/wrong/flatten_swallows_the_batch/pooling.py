import torch
import convolution

def max_pool2d(images, kernel_size, stride=None):
    if stride is None:
        stride = kernel_size
    w = convolution.sliding_windows(images, kernel_size, stride)
    return w.max(dim=-1)[0].max(dim=-1)[0]

def avg_pool2d(images, kernel_size, stride=None):
    if stride is None:
        stride = kernel_size
    w = convolution.sliding_windows(images, kernel_size, stride)
    return w.mean(-1).mean(-1)

def flatten(images):
    return images.reshape(-1)
