# {"function": "avg_pool2d", "kind": "right", "idea": "Running sums.", "style": "cumsum"}
import torch
from convolution import sliding_windows
Pair = int | tuple[int, int]



def _windows(images, kernel_size, stride):
    return sliding_windows(images, kernel_size, kernel_size if stride is None else stride)



def max_pool2d(images, kernel_size, stride=None):
    windows = _windows(images, kernel_size, stride)
    return windows.flatten(-2).max(dim=-1).values



def avg_pool2d(images, kernel_size, stride=None):
    kh, kw = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
    sh, sw = (kh, kw) if stride is None else (stride, stride) if isinstance(stride, int) else stride
    h, w = images.shape[2:]
    if min(kh, kw, sh, sw) < 1 or kh > h or kw > w:
        raise ValueError('impossible')
    total = torch.zeros(*images.shape[:2], h + 1, w + 1, dtype=torch.float64)
    total[:, :, 1:, 1:] = images.double().cumsum(2).cumsum(3)
    box = total[:, :, kh:, kw:] - total[:, :, :-kh, kw:] - total[:, :, kh:, :-kw] + total[:, :, :-kh, :-kw]
    return (box[:, :, ::sh, ::sw] / (kh * kw)).to(images.dtype)



def flatten(images):
    return images.reshape(len(images), -1)
