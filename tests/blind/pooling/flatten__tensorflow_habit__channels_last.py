# {"function": "flatten", "kind": "single", "idea": "Moves the channels to the end before flattening, as in TensorFlow, so the channels of a pixel stand together instead of whole planes.", "style": "tensorflow_habit"}
import torch


def _pair(x):
    return (x, x) if isinstance(x, int) else tuple(x)


def _settings(images, kernel_size, stride):
    kh, kw = _pair(kernel_size)
    sh, sw = _pair(kernel_size if stride is None else stride)
    if min(kh, kw, sh, sw) < 1:
        raise ValueError("kernel_size and stride must be at least 1")
    if kh > images.shape[2] or kw > images.shape[3]:
        raise ValueError("no window fits into the picture")
    return kh, kw, sh, sw


def max_pool2d(images, kernel_size, stride=None):
    kh, kw, sh, sw = _settings(images, kernel_size, stride)
    windows = images.unfold(2, kh, sh).unfold(3, kw, sw)
    return windows.flatten(-2).max(dim=-1).values


def avg_pool2d(images, kernel_size, stride=None):
    kh, kw, sh, sw = _settings(images, kernel_size, stride)
    return images.unfold(2, kh, sh).unfold(3, kw, sw).mean(dim=(-2, -1))


def flatten(images):
    nhwc = images.permute(0, 2, 3, 1)
    return nhwc.reshape(nhwc.shape[0], -1)
