import torch


def pair(x):
    if isinstance(x, int):
        x = (x, x)
    return x


def sizes(images, kernel_size, stride):
    kh, kw = pair(kernel_size)
    if stride is None:
        stride = (kh, kw)
    sh, sw = pair(stride)
    N, C, H, W = images.shape
    if min(kh, kw, sh, sw) <= 0:
        raise ValueError("kernel_size and stride must be positive")
    if H < kh or W < kw:
        raise ValueError("the window does not fit into the image")
    return kh, kw, sh, sw, (H - kh) // sh + 1, (W - kw) // sw + 1


def max_pool2d(images, kernel_size, stride=None):
    kh, kw, sh, sw, Ho, Wo = sizes(images, kernel_size, stride)
    best = torch.zeros(images.shape[0], images.shape[1], Ho, Wo, dtype=images.dtype)
    for i in range(kh):
        for j in range(kw):
            candidate = images[:, :, i : i + (Ho - 1) * sh + 1 : sh, j : j + (Wo - 1) * sw + 1 : sw]
            best = torch.where(candidate > best, candidate, best)
    return best


def avg_pool2d(images, kernel_size, stride=None):
    kh, kw, sh, sw, Ho, Wo = sizes(images, kernel_size, stride)
    total = torch.zeros(images.shape[0], images.shape[1], Ho, Wo, dtype=images.dtype)
    for i in range(kh):
        for j in range(kw):
            total = total + images[:, :, i : i + (Ho - 1) * sh + 1 : sh, j : j + (Wo - 1) * sw + 1 : sw]
    return total / (kh * kw)


def flatten(images):
    return images.reshape(images.shape[0], -1)
