# {"function": "max_pool2d", "kind": "single", "idea": "Compares with a result that starts at zero, so that negative windows give 0.", "style": "prealloc"}
import torch
from convolution import sliding_windows
Pair = int | tuple[int, int]



def _windows(images, kernel_size, stride):
    return sliding_windows(images, kernel_size, kernel_size if stride is None else stride)



def max_pool2d(images, kernel_size, stride=None):
    win = _windows(images, kernel_size, stride)
    out = torch.zeros(win.shape[:4], dtype=images.dtype)
    for i in range(win.shape[4]):
        for j in range(win.shape[5]):
            out = torch.maximum(out, win[..., i, j])
    return out



def avg_pool2d(images, kernel_size, stride=None):
    return _windows(images, kernel_size, stride).mean((-2, -1))



def flatten(images):
    return images.reshape(len(images), -1)
