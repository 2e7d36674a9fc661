# max_pool2d+avg_pool2d: size H for both
# mistakes: max_pool_uses_the_height_twice avg_pool2d:windows:columns:count_other_side:left_out
# besides: no gradients, refuses nothing by itself
import numpy as np
import torch
import torch.nn.functional as F

def pair(v):
    return (v, v) if isinstance(v, int) else (v[0], v[1])

def ok(h, w, kh, kw, sh, sw):
    if min(kh, kw, sh, sw) < 1 or kh > h or kw > w:
        raise ValueError("no window fits")

def pool_forward(x, kernel_size, stride, mode):
    x = x.detach().numpy()
    N, C, H, W = x.shape
    HH, WW = pair(kernel_size)
    if stride is None:
        stride = kernel_size
    sh, sw = pair(stride)
    H_out = (H - HH) // sh + 1
    W_out = (H - WW) // sw + 1
    out = np.zeros((N, C, H_out, W_out), dtype=x.dtype)
    for n in range(N):
        for c in range(C):
            for i in range(H_out):
                for j in range(W_out):
                    win = x[n, c, i * sh:i * sh + HH, j * sw:j * sw + WW]
                    if mode == "max":
                        out[n, c, i, j] = np.max(win)
                    else:
                        out[n, c, i, j] = np.mean(win)
    return torch.from_numpy(out)

def max_pool2d(images, kernel_size, stride=None):
    return pool_forward(images, kernel_size, stride, "max")

def avg_pool2d(images, kernel_size, stride=None):
    return pool_forward(images, kernel_size, stride, "average")

def flatten(images):
    return images.reshape(images.shape[0], -1)
