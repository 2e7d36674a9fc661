# {"function": "max_pool2d", "kind": "single", "idea": "Starts the search for the largest at the smallest positive float (finfo.tiny, like C++'s numeric_limits::min()), so windows with only negative numbers or zeros give about 0.", "style": "cpp_habit"}
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
    oh, ow = (h - kh) // sh + 1, (w - kw) // sw + 1
    best = torch.full((n, c, oh, ow), torch.finfo(images.dtype).tiny, dtype=images.dtype)
    for u in range(kh):
        for v in range(kw):
            candidate = images[:, :, u : u + (oh - 1) * sh + 1 : sh, v : v + (ow - 1) * sw + 1 : sw]
            best = torch.where(candidate > best, candidate, best)
    return best


def avg_pool2d(images, kernel_size, stride=None):
    kh, kw, sh, sw = _settings(images, kernel_size, stride)
    return images.unfold(2, kh, sh).unfold(3, kw, sw).mean(dim=(-2, -1))


def flatten(images):
    return images.reshape(images.shape[0], -1)
