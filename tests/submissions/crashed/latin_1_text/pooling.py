# Part 4 - pooling
import torch


def makePair(x):
    if isinstance(x, int):
        return (x, x)
    return (x[0], x[1])


def check(height, width, kh, kw, sh, sw):
    if kh < 1 or kw < 1:
        raise ValueError("The window must have at least one pixel.")
    if sh < 1 or sw < 1:
        raise ValueError("The stride must be at least 1.")
    if kh > height or kw > width:
        raise ValueError("The window is larger than the picture.")


def max_pool2d(images, kernel_size, stride=None):
    kh, kw = makePair(kernel_size)
    if stride is None:
        sh, sw = kh, kw
    else:
        sh, sw = makePair(stride)
    batch, channels, height, width = images.shape
    check(height, width, kh, kw, sh, sw)
    outH = (height - kh) // sh + 1
    outW = (width - kw) // sw + 1
    result = torch.zeros(batch, channels, outH, outW, dtype=images.dtype)
    for n in range(batch):
        for c in range(channels):
            for i in range(outH):
                for j in range(outW):
                    window = images[n, c, i * sh:i * sh + kh, j * sw:j * sw + kw]
                    result[n, c, i, j] = window.max()
    return result


def avg_pool2d(images, kernel_size, stride=None):
    kh, kw = makePair(kernel_size)
    if stride is None:
        sh, sw = kh, kw
    else:
        sh, sw = makePair(stride)
    batch, channels, height, width = images.shape
    check(height, width, kh, kw, sh, sw)
    outH = (height - kh) // sh + 1
    outW = (width - kw) // sw + 1
    result = torch.zeros(batch, channels, outH, outW, dtype=images.dtype)
    for n in range(batch):
        for c in range(channels):
            for i in range(outH):
                for j in range(outW):
                    window = images[n, c, i * sh:i * sh + kh, j * sw:j * sw + kw]
                    result[n, c, i, j] = window.sum() / (kh * kw)
    return result


def flatten(images):
    batch = images.shape[0]
    result = []
    for n in range(batch):
        result.append(images[n].reshape(-1))
    return torch.stack(result)
