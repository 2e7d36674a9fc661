# {"function": "max_pool2d", "kind": "pair", "idea": "Two mistakes: the search for the largest starts at 0, so negative windows give 0; and the lowest row of windows is left out where it ends exactly at the border (range without + 1 downwards).", "style": "nested_lists"}
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
    n, c, h, w = images.shape
    result = []
    for y in range(0, max(h - kh, 1), sh):
        line = []
        for x in range(0, w - kw + 1, sw):
            largest = torch.zeros(n, c, dtype=images.dtype)
            for u in range(kh):
                for v in range(kw):
                    largest = torch.maximum(largest, images[:, :, y + u, x + v])
            line.append(largest)
        result.append(torch.stack(line, -1))
    return torch.stack(result, -2)


def avg_pool2d(images, kernel_size, stride=None):
    kh, kw, sh, sw = _settings(images, kernel_size, stride)
    return images.unfold(2, kh, sh).unfold(3, kw, sw).mean(dim=(-2, -1))


def flatten(images):
    return images.reshape(images.shape[0], -1)
