# {"function": "avg_pool2d", "kind": "right", "idea": "Right: writes the mean over rows and the mean over columns as matrices and multiplies the picture from both sides.", "style": "matrix_product"}
import torch


def as_tuple(v):
    return tuple(v) if hasattr(v, "__len__") else (v, v)


def windows_of(images, kernel_size, stride):
    kh, kw = as_tuple(kernel_size)
    sh, sw = as_tuple(kernel_size) if stride is None else as_tuple(stride)
    if kh < 1 or kw < 1 or sh < 1 or sw < 1:
        raise ValueError("kernel and stride start at 1")
    H, W = images.shape[-2:]
    if H < kh or W < kw:
        raise ValueError("the window does not fit")
    oh, ow = (H - kh) // sh + 1, (W - kw) // sw + 1
    shifted = [
        images[:, :, u : u + (oh - 1) * sh + 1 : sh, v : v + (ow - 1) * sw + 1 : sw]
        for u in range(kh)
        for v in range(kw)
    ]
    return torch.stack(shifted)


def max_pool2d(images, kernel_size, stride=None):
    return windows_of(images, kernel_size, stride).max(dim=0)[0]


def averaging(n_in, k, s, like):
    n_out = (n_in - k) // s + 1
    matrix = torch.zeros(n_out, n_in, dtype=like.dtype, device=like.device)
    for i in range(n_out):
        matrix[i, i * s : i * s + k] = 1 / k
    return matrix


def avg_pool2d(images, kernel_size, stride=None):
    kh, kw = as_tuple(kernel_size)
    sh, sw = (kh, kw) if stride is None else as_tuple(stride)
    if any(number < 1 for number in (kh, kw, sh, sw)):
        raise ValueError("windows and steps need at least one pixel")
    H, W = images.shape[2:]
    if kh > H or kw > W:
        raise ValueError(f"a {kh}x{kw} window does not fit on {H}x{W}")
    return averaging(H, kh, sh, images) @ images @ averaging(W, kw, sw, images).T


def flatten(images):
    return torch.flatten(images, start_dim=1)
