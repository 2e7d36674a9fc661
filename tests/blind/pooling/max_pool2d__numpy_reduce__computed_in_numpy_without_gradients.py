# {"function": "max_pool2d", "kind": "single", "idea": "Computes with NumPy on a detached array, so no gradient flows back.", "style": "numpy_reduce"}
import numpy as np
import torch
from torch.nn.modules.utils import _pair as _hw


def n_windows(size, kernel_size, stride=1, padding=0):
    problems = []
    if kernel_size < 1:
        problems.append("kernel_size < 1")
    if stride < 1:
        problems.append("stride < 1")
    if padding < 0:
        problems.append("padding < 0")
    if kernel_size > size + 2 * padding:
        problems.append("kernel_size > size + 2 * padding")
    if problems:
        raise ValueError(", ".join(problems))
    return (size + 2 * padding - kernel_size) // stride + 1


def max_pool2d(images, kernel_size, stride=None):
    kh, kw = _hw(kernel_size)
    sh, sw = _hw(kernel_size if stride is None else stride)
    array = images.detach().cpu().numpy()
    n, c, h, w = array.shape
    out = np.full((n, c, n_windows(h, kh, sh), n_windows(w, kw, sw)), -np.inf, dtype=array.dtype)
    for i, j in np.ndindex(*out.shape[2:]):
        out[:, :, i, j] = array[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw].max(axis=(2, 3))
    return torch.from_numpy(out)


def avg_pool2d(images, kernel_size, stride=None):
    if stride is None:
        stride = kernel_size
    (kh, kw), (sh, sw) = _hw(kernel_size), _hw(stride)
    ho, wo = n_windows(images.shape[2], kh, sh), n_windows(images.shape[3], kw, sw)
    total = 0
    for i in range(kh):
        for j in range(kw):
            total = total + images[:, :, i : i + (ho - 1) * sh + 1 : sh, j : j + (wo - 1) * sw + 1 : sw]
    return total / (kh * kw)


def flatten(images):
    return images.flatten(start_dim=1)
