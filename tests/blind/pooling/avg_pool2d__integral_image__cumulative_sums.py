# {"function": "avg_pool2d", "kind": "right", "idea": "Averages through an integral image (cumulative sums) in float64 and casts back; correct.", "style": "integral-image"}
import torch


def _pair(v):
    return (v, v) if isinstance(v, int) else (v[0], v[1])


def _check(images, kernel, step):
    if min(kernel) < 1 or min(step) < 1:
        raise ValueError("kernel_size and stride must be at least 1")
    if kernel[0] > images.shape[2] or kernel[1] > images.shape[3]:
        raise ValueError("the window is larger than the image")


def max_pool2d(images, kernel_size, stride=None):
    kernel = _pair(kernel_size)
    step = kernel if stride is None else _pair(stride)
    _check(images, kernel, step)
    windows = images.unfold(2, kernel[0], step[0]).unfold(3, kernel[1], step[1])
    return windows.flatten(-2).max(dim=-1).values


def avg_pool2d(images, kernel_size, stride=None):
    kernel = _pair(kernel_size)
    step = kernel if stride is None else _pair(stride)
    _check(images, kernel, step)
    (kh, kw), (sh, sw) = kernel, step
    n, c, h, w = images.shape
    table = images.new_zeros((n, c, h + 1, w + 1), dtype=torch.float64)
    table[:, :, 1:, 1:] = images.double().cumsum(dim=2).cumsum(dim=3)
    top, left = table[:, :, :h - kh + 1], slice(0, w - kw + 1)
    bottom, right = table[:, :, kh:], slice(kw, None)
    total = bottom[..., right] - bottom[..., left] - top[..., right] + top[..., left]
    return (total[:, :, ::sh, ::sw] / (kh * kw)).to(images.dtype)


def flatten(images):
    return torch.cat([channel.flatten(1) for channel in images.unbind(dim=1)], dim=1)
