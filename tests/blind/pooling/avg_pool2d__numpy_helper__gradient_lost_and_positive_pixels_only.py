# {"function": "avg_pool2d", "kind": "pair", "idea": "Averages detached NumPy arrays, so gradients are lost, and divides by the number of positive pixels instead of the window's size.", "style": "numpy-helper"}
import numpy as np
import torch


def windows_of(images, kernel_size, stride):
    kh, kw = np.broadcast_to(kernel_size, 2).tolist()
    sh, sw = np.broadcast_to(kernel_size if stride is None else stride, 2).tolist()
    if min(kh, kw, sh, sw) < 1:
        raise ValueError("kernel_size and stride must be positive")
    h, w = images.shape[2:]
    if kh > h or kw > w:
        raise ValueError("kernel_size is larger than the picture")
    for i in range((h - kh) // sh + 1):
        yield [images[:, :, i * sh:i * sh + kh, j * sw:j * sw + kw] for j in range((w - kw) // sw + 1)]


def max_pool2d(images, kernel_size, stride=None):
    rows = []
    for line in windows_of(images, kernel_size, stride):
        rows.append(torch.stack([w.flatten(2).max(dim=2).values for w in line], dim=2))
    return torch.stack(rows, dim=2)


def avg_pool2d(images, kernel_size, stride=None):
    array = images.detach().numpy()
    lines = []
    for line in windows_of(array, kernel_size, stride):
        means = []
        for w in line:
            positive = (w > 0).sum(axis=(2, 3))
            means.append(w.sum(axis=(2, 3)) / np.maximum(positive, 1))
        lines.append(np.stack(means, axis=2))
    return torch.from_numpy(np.stack(lines, axis=2).astype(array.dtype))


def flatten(x):
    N, C, H, W = x.shape
    return x.reshape(N, C * H * W)
