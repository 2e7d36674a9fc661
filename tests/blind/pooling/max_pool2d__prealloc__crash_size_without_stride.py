# {"function": "max_pool2d", "kind": "single", "idea": "Preallocates H // K_h rows, whatever the stride: IndexError when windows overlap.", "style": "prealloc"}
import torch
from convolution import sliding_windows
Pair = int | tuple[int, int]



def _windows(images, kernel_size, stride):
    return sliding_windows(images, kernel_size, kernel_size if stride is None else stride)



def max_pool2d(images, kernel_size, stride=None):
    win = _windows(images, kernel_size, stride)
    kh, kw = win.shape[-2:]
    n, c, h, w = images.shape
    out = torch.zeros(n, c, h // kh, w // kw, dtype=images.dtype)
    for i in range(win.shape[2]):
        for j in range(win.shape[3]):
            out[:, :, i, j] = win[:, :, i, j].flatten(-2).max(-1).values
    return out



def avg_pool2d(images, kernel_size, stride=None):
    return _windows(images, kernel_size, stride).mean((-2, -1))



def flatten(images):
    return images.reshape(len(images), -1)
