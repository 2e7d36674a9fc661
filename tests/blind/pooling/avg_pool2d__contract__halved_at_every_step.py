# {"function": "avg_pool2d", "kind": "single", "idea": "The mean is updated as (mean + next) / 2, so that later numbers weigh more.", "style": "contract"}
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
    kh, kw = as_two(kernel_size)
    sh, sw = as_two(kernel_size) if stride is None else as_two(stride)
    ho, wo = fits(images.size(2), kh, sh), fits(images.size(3), kw, sw)
    mean = None
    for a in range(kh):
        for b in range(kw):
            x = images[:, :, a:a + sh * (ho - 1) + 1:sh, b:b + sw * (wo - 1) + 1:sw]
            mean = x.clone() if mean is None else (mean + x) / 2
    return mean


def flatten(images):
    return torch.flatten(images, start_dim=1)
