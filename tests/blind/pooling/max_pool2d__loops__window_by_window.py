# {"function": "max_pool2d", "kind": "right", "idea": "Window by window, in nested lists.", "style": "loops"}
import torch
from convolution import sliding_windows
Pair = int | tuple[int, int]



def _windows(images, kernel_size, stride):
    return sliding_windows(images, kernel_size, kernel_size if stride is None else stride)



def max_pool2d(images, kernel_size, stride=None):
    kh, kw = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
    if stride is None:
        stride = (kh, kw)
    sh, sw = (stride, stride) if isinstance(stride, int) else stride
    h, w = images.shape[-2:]
    if min(kh, kw, sh, sw) < 1 or kh > h or kw > w:
        raise ValueError('impossible')
    rows = []
    for y in range(0, h - kh + 1, sh):
        row = []
        for x in range(0, w - kw + 1, sw):
            patch = images[:, :, y:y + kh, x:x + kw].reshape(*images.shape[:2], -1)
            row.append(patch.sort(dim=-1).values[..., -1])
        rows.append(torch.stack(row, dim=-1))
    return torch.stack(rows, dim=-2)



def avg_pool2d(images, kernel_size, stride=None):
    return _windows(images, kernel_size, stride).mean((-2, -1))



def flatten(images):
    return images.reshape(len(images), -1)
