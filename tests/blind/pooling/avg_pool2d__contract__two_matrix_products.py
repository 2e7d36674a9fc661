# {"function": "avg_pool2d", "kind": "right", "idea": "Right: the mean as two matrix products, one that averages rows and one that averages columns.", "style": "contract"}
import torch


def _pair(v):
    return (v, v) if isinstance(v, int) else tuple(v)


def _arguments(images, kernel_size, stride):
    kernel = _pair(kernel_size)
    step = kernel if stride is None else _pair(stride)
    if min(kernel) < 1 or min(step) < 1:
        raise ValueError("kernel and stride must be at least 1")
    if kernel[0] > images.shape[2] or kernel[1] > images.shape[3]:
        raise ValueError("the kernel is larger than the picture")
    return kernel, step


def _averager(size, kernel, step, dtype):
    count = (size - kernel) // step + 1
    matrix = torch.zeros(count, size, dtype=dtype)
    for k in range(count):
        matrix[k, k * step:k * step + kernel] = 1 / kernel
    return matrix


def avg_pool2d(images, kernel_size, stride=None):
    (kh, kw), (sh, sw) = _arguments(images, kernel_size, stride)
    down = _averager(images.shape[2], kh, sh, images.dtype)
    across = _averager(images.shape[3], kw, sw, images.dtype)
    return down @ images @ across.T


def max_pool2d(images, kernel_size, stride=None):
    (kh, kw), (sh, sw) = _arguments(images, kernel_size, stride)
    H, W = images.shape[2], images.shape[3]
    rows = []
    for y in range(0, H - kh + 1, sh):
        row = []
        for x in range(0, W - kw + 1, sw):
            row.append(images[:, :, y:y + kh, x:x + kw].flatten(2).max(dim=2)[0])
        rows.append(torch.stack(row, dim=2))
    return torch.stack(rows, dim=2)


def flatten(images):
    return images.reshape(images.shape[0], -1)
