# {"function": "flatten", "kind": "single", "idea": "Squeezes the result, so one picture (or one pixel) loses an axis.", "style": "squeeze_habit"}
import torch


to_hw = lambda p: p if hasattr(p, "__len__") else (p, p)  # noqa: E731


def _fits(size, kernel_size, stride=1, padding=0):
    full = size + padding + padding
    if kernel_size < 1 or stride < 1 or padding < 0 or full < kernel_size:
        raise ValueError("These window parameters are impossible.")
    # one window for the first position, one more for every full step
    return 1 + (full - kernel_size) // stride


def max_pool2d(images, kernel_size, stride=None):
    kh, kw = to_hw(kernel_size)
    sh, sw = (kh, kw) if stride is None else to_hw(stride)
    n, c, h, w = images.shape
    ho, wo = _fits(h, kh, sh), _fits(w, kw, sw)
    out = images.new_empty(n, c, ho, wo)
    for i in range(ho):
        for j in range(wo):
            patch = images[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw]
            out[:, :, i, j] = patch.flatten(2).max(dim=2).values
    return out


def avg_pool2d(images, kernel_size, stride=None):
    kh, kw = to_hw(kernel_size)
    sh, sw = to_hw(kernel_size if stride is None else stride)
    _fits(images.shape[2], kh, sh)
    _fits(images.shape[3], kw, sw)
    return images.unfold(2, kh, sh).unfold(3, kw, sw).mean(dim=(-2, -1))


def flatten(images):
    rows = [one.reshape(-1) for one in images]
    return torch.stack(rows).squeeze()
