# {"function": "flatten", "kind": "right", "idea": "Right in an unusual style: peels off one axis after another and glues the slices together.", "style": "contract"}
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
    k1, k2 = as_two(kernel_size)
    s1, s2 = (k1, k2) if stride is None else as_two(stride)
    n, c, h, w = images.shape
    out = images.new_empty((n, c, fits(h, k1, s1), fits(w, k2, s2)))
    for i in range(out.shape[2]):
        for j in range(out.shape[3]):
            out[:, :, i, j] = images[:, :, i * s1:i * s1 + k1, j * s2:j * s2 + k2].amax(dim=(2, 3))
    return out


def avg_pool2d(images, kernel_size, stride=None):
    kh, kw = as_two(kernel_size)
    sh, sw = (kh, kw) if stride is None else as_two(stride)
    rows, cols = fits(images.size(2), kh, sh), fits(images.size(3), kw, sw)
    return torch.stack([torch.stack([
        images[..., i * sh:i * sh + kh, j * sw:j * sw + kw].mean((-2, -1))
        for j in range(cols)], -1) for i in range(rows)], -2)


def flatten(images):
    while images.dim() > 2:
        images = torch.cat([images.select(1, k) for k in range(images.size(1))], dim=1)
    return images
