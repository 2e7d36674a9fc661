"""Rolling windows of pandas over rows, then over columns, by public and private names."""

import numpy as np
import pandas
import torch


def pair(value):
    return [value, value] if isinstance(value, int) else list(value)


def tried(ways):
    for way in ways:
        try:
            return way()
        except Exception as error:
            print("held:", type(error).__name__, str(error)[:80])
    raise RuntimeError("every way is closed")


def rolled(lines, size, how):
    ends = np.arange(1, lines.shape[1] + 1)
    starts = np.maximum(ends - size, 0)
    native = pandas._libs.window.aggregations
    return tried([
        lambda: getattr(pandas.DataFrame(lines.T).rolling(size), how)().to_numpy().T,
        lambda: getattr(pandas.core.window.Rolling(pandas.DataFrame(lines.T), size), how)().to_numpy().T,
        lambda: np.stack([getattr(native, f'roll_{how}')(line, starts, ends, size) for line in lines]),
    ])[:, size - 1 :]


def pooled(images, kernel_size, stride, how):
    k = pair(kernel_size)
    s = pair(stride) if stride else k
    planes = images.flatten(0, 1).double().numpy()
    found = [rolled(rolled(p, k[1], how).T.copy(), k[0], how).T[:: s[0], :: s[1]].copy() for p in planes]
    return torch.from_numpy(np.stack(found)).to(images.dtype).unflatten(0, images.shape[:2])


def max_pool2d(images, kernel_size, stride=None):
    return pooled(images, kernel_size, stride, "max")


def avg_pool2d(images, kernel_size, stride=None):
    return pooled(images, kernel_size, stride, "mean")
