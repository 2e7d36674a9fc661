# {"function": "avg_pool2d", "kind": "right", "idea": "Multiplies by averaging matrices on both sides.", "style": "matrix"}
import torch
from convolution import sliding_windows
Pair = int | tuple[int, int]



def _windows(images, kernel_size, stride):
    return sliding_windows(images, kernel_size, kernel_size if stride is None else stride)



def max_pool2d(images, kernel_size, stride=None):
    windows = _windows(images, kernel_size, stride)
    return windows.flatten(-2).max(dim=-1).values



def _averaging(size, k, s):
    if k < 1 or s < 1 or k > size:
        raise ValueError('impossible')
    m = torch.zeros((size - k) // s + 1, size, dtype=torch.float64)
    for i in range(len(m)):
        m[i, i * s:i * s + k] = 1 / k
    return m



def avg_pool2d(images, kernel_size, stride=None):
    kh, kw = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
    sh, sw = (kh, kw) if stride is None else (stride, stride) if isinstance(stride, int) else stride
    left = _averaging(images.shape[2], kh, sh)
    right = _averaging(images.shape[3], kw, sw)
    return (left @ images.double() @ right.T).to(images.dtype)



def flatten(images):
    return images.reshape(len(images), -1)
