# {"function": "avg_pool2d", "kind": "single", "idea": "Keeps windows that stick out and averages what is left of them.", "style": "loop"}
import torch
from convolution import sliding_windows
Pair = int | tuple[int, int]



def _windows(images, kernel_size, stride):
    return sliding_windows(images, kernel_size, kernel_size if stride is None else stride)



def max_pool2d(images, kernel_size, stride=None):
    windows = _windows(images, kernel_size, stride)
    return windows.flatten(-2).max(dim=-1).values



def avg_pool2d(images, kernel_size, stride=None):
    _windows(images, kernel_size, stride)
    kh, kw = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
    stride = (kh, kw) if stride is None else stride
    sh, sw = (stride, stride) if isinstance(stride, int) else stride
    rows = []
    for y in range(0, images.shape[2], sh):
        rows.append(torch.stack([images[:, :, y:y + kh, x:x + kw].mean((2, 3)) for x in range(0, images.shape[3], sw)], -1))
    return torch.stack(rows, -2)



def flatten(images):
    return images.reshape(len(images), -1)
