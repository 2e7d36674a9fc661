# {"function": "max_pool2d", "kind": "single", "idea": "Without a stride the kernel's height is taken for both directions.", "style": "contract"}
import torch


as_two = lambda x: (x, x) if isinstance(x, int) else tuple(x)


def _check(h, w, kh, kw, sh, sw):
    if kh < 1 or kw < 1:
        raise ValueError("The kernel needs at least one row and one column.")
    if sh < 1 or sw < 1:
        raise ValueError("The stride has to be at least 1.")
    if kh > h or kw > w:
        raise ValueError("The kernel does not fit into the picture.")


def fits(length, k, step):
    """Number of positions along one side."""
    if k <= 0 or step <= 0:
        raise ValueError(f"kernel {k} and stride {step} must be positive")
    if k > length:
        raise ValueError(f"kernel {k} is longer than the side {length}")
    return 1 + (length - k) // step


def max_pool2d(images, kernel_size, stride=None):
    kh, kw = as_two(kernel_size)
    if stride is None:
        stride = kh
    sh, sw = as_two(stride)
    n, c, h, w = images.shape
    _check(h, w, kh, kw, sh, sw)
    r = torch.arange(0, h - kh + 1, sh)[:, None] + torch.arange(kh)[None, :]
    q = torch.arange(0, w - kw + 1, sw)[:, None] + torch.arange(kw)[None, :]
    tiles = images[:, :, r][..., q]          # (n, c, rows, kh, cols, kw)
    return tiles.amax(dim=(3, 5))


def avg_pool2d(images, kernel_size, stride=None):
    kh, kw = as_two(kernel_size)
    sh, sw = (kh, kw) if stride is None else as_two(stride)
    rows, cols = fits(images.size(2), kh, sh), fits(images.size(3), kw, sw)
    return torch.stack([torch.stack([
        images[..., i * sh:i * sh + kh, j * sw:j * sw + kw].mean((-2, -1))
        for j in range(cols)], -1) for i in range(rows)], -2)


def flatten(x):
    N, C, H, W = x.shape
    out = x.new_zeros(N, C * H * W)
    k = 0
    for c in range(C):
        for i in range(H):
            for j in range(W):
                out[:, k] = x[:, c, i, j]
                k += 1
    return out
