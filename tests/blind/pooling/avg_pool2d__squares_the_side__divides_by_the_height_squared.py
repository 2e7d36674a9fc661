# {"function": "avg_pool2d", "kind": "single", "idea": "Divides the sum by the kernel's height squared, which is right for square windows only.", "style": "squares_the_side"}
# pooling with loops
import torch


def both(x):
    if isinstance(x, int):
        return [x, x]
    return list(x)


def starts(length, k, s):
    """where windows start"""
    if k < 1 or s < 1:
        raise ValueError("kernel_size and stride must be 1 or more")
    if k > length:
        raise ValueError("the window is larger than the picture")
    return range(0, length - k + 1, s)


def max_pool2d(images, kernel_size, stride=None):
    kh, kw = both(kernel_size)
    sh, sw = both(kernel_size if stride is None else stride)
    lines = []
    for top in starts(images.shape[2], kh, sh):
        r = []
        for left in starts(images.shape[3], kw, sw):
            patch = images[:, :, top:top + kh, left:left + kw]
            r.append(patch.flatten(2).max(dim=2)[0])
        lines.append(torch.stack(r, dim=2))
    return torch.stack(lines, dim=2)


def avg_pool2d(images, kernel_size, stride=None):
    kh, kw = both(kernel_size)
    sh, sw = both(kernel_size if stride is None else stride)
    lines = []
    for top in starts(images.shape[2], kh, sh):
        r = []
        for left in starts(images.shape[3], kw, sw):
            summed = 0
            for y in range(kh):
                for x in range(kw):
                    summed = summed + images[:, :, top + y, left + x]
            r.append(summed / kh ** 2)
        lines.append(torch.stack(r, dim=2))
    return torch.stack(lines, dim=2)


def flatten(images):
    lines = []
    for picture in images:
        lines.append(picture.reshape(-1))
    return torch.stack(lines)
