# {"function": "flatten", "kind": "pair", "idea": "Reads each plane column by column, and writes into a float32 tensor.", "style": "contract"}
import torch


as_two = lambda x: (x, x) if isinstance(x, int) else tuple(x)


def fits(length, k, step):
    """Number of positions along one side."""
    if k <= 0 or step <= 0:
        raise ValueError(f"kernel {k} and stride {step} must be positive")
    if k > length:
        raise ValueError(f"kernel {k} is longer than the side {length}")
    return 1 + (length - k) // step


def max_pool2d(images, kernel_size, stride=None):
    kh, kw = as_two(kernel_size)
    sh, sw = (kh, kw) if stride is None else as_two(stride)
    rows, cols = fits(images.size(2), kh, sh), fits(images.size(3), kw, sw)
    cells = [images[:, :, i * sh:i * sh + kh, j * sw:j * sw + kw].flatten(2).max(2).values
             for i in range(rows) for j in range(cols)]
    return torch.stack(cells, dim=2).reshape(images.size(0), images.size(1), rows, cols)


def avg_pool2d(images, kernel_size, stride=None):
    if stride is None:
        stride = kernel_size
    (kh, kw), (sh, sw) = as_two(kernel_size), as_two(stride)
    ho, wo = fits(images.shape[2], kh, sh), fits(images.shape[3], kw, sw)
    total = 0
    for a in range(kh):
        for b in range(kw):
            total = total + images[:, :, a:a + sh * (ho - 1) + 1:sh, b:b + sw * (wo - 1) + 1:sw]
    return total / (kh * kw)


def flatten(images):
    N, C, H, W = images.shape
    out = torch.zeros(N, C * H * W)
    for n in range(N):
        k = 0
        for c in range(C):
            for x in range(W):
                for y in range(H):
                    out[n, k] = images[n, c, y, x]
                    k = k + 1
    return out
