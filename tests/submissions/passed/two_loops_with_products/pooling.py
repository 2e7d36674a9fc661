import torch


def pair(t):
    return t if isinstance(t, tuple) else tuple(t) if isinstance(t, list) else (t, t)


def shifted_pictures(images, kernel_size, stride):
    kh, kw = pair(kernel_size)
    sh, sw = pair(kernel_size) if stride is None else pair(stride)
    H, W = images.shape[-2:]
    if min(kh, kw) < 1:
        raise ValueError("kernel_size starts at 1")
    if min(sh, sw) < 1:
        raise ValueError("stride starts at 1")
    if kh > H or kw > W:
        raise ValueError("the kernel is larger than the picture")
    for i in range(kh):
        for j in range(kw):
            yield images[:, :, i:H - kh + i + 1:sh, j:W - kw + j + 1:sw]


def max_pool2d(images, kernel_size, stride=None):
    best = None
    for picture in shifted_pictures(images, kernel_size, stride):
        best = picture if best is None else torch.maximum(best, picture)
    return best.clone()


def avg_pool2d(images, kernel_size, stride=None):
    pictures = list(shifted_pictures(images, kernel_size, stride))
    return sum(pictures) / len(pictures)


def flatten(images):
    return torch.flatten(images, 1)
