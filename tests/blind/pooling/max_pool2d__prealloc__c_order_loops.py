# {"function": "max_pool2d", "kind": "right", "idea": "right: preallocated result and four loops in C order", "style": "prealloc"}
import torch


def pair(v):
    if isinstance(v, int):
        return v, v
    return v[0], v[1]


def _check_args(images, kernel_size, stride, padding=0):
    kh, kw = pair(kernel_size)
    sh, sw = pair(stride)
    ph, pw = pair(padding)
    h, w = images.shape[2], images.shape[3]
    if min(kh, kw) < 1:
        raise ValueError("kernel_size must be at least 1")
    if min(sh, sw) < 1:
        raise ValueError("stride must be at least 1")
    if min(ph, pw) < 0:
        raise ValueError("padding must not be negative")
    if kh > h + 2 * ph or kw > w + 2 * pw:
        raise ValueError("the kernel does not fit on the picture")


def max_pool2d(images, kernel_size, stride=None):
    if stride is None:
        stride = kernel_size
    _check_args(images, kernel_size, stride)
    (kh, kw), (sh, sw) = pair(kernel_size), pair(stride)
    N, C, H, W = images.shape
    out = torch.empty((N, C, (H - kh) // sh + 1, (W - kw) // sw + 1), dtype=images.dtype)
    for n in range(N):
        for c in range(C):
            for i in range(out.shape[2]):
                for j in range(out.shape[3]):
                    out[n, c, i, j] = images[n, c, i * sh:i * sh + kh, j * sw:j * sw + kw].reshape(-1).max(dim=0).values
    return out


def avg_pool2d(images, kernel_size, stride=None):
    if stride is None:
        stride = kernel_size
    _check_args(images, kernel_size, stride)
    kh, kw = pair(kernel_size)
    sh, sw = pair(stride)
    return images.unfold(2, kh, sh).unfold(3, kw, sw).sum(dim=(4, 5)) / (kh * kw)


def flatten(images: torch.Tensor) -> torch.Tensor:
    n, c, h, w = images.shape
    return images.reshape(n, c * h * w)
