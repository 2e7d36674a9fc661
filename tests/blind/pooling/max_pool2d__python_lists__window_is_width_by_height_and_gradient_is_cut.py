# {"function": "max_pool2d", "kind": "pair", "idea": "Reads the kernel pair as (width, height), and collects the maxima with item(), which cuts the gradient.", "style": "python_lists"}
# pooling with loops
import torch


def vh_pair(x):
    if isinstance(x, int):
        return [x, x]
    return list(x)


def anchors(length, k, s):
    """where windows start"""
    if k < 1 or s < 1:
        raise ValueError("kernel_size and stride must be 1 or more")
    if k > length:
        raise ValueError("the window is larger than the picture")
    return range(0, length - k + 1, s)


def max_pool2d(images, kernel_size, stride=None):
    kw, kh = vh_pair(kernel_size)
    sh, sw = [kh, kw] if stride is None else vh_pair(stride)
    N, C, H, W = images.shape
    tops = anchors(H, kh, sh)
    lefts = anchors(W, kw, sw)
    numbers = []
    for n in range(N):
        for c in range(C):
            for top in tops:
                for left in lefts:
                    win = images[n, c, top:top + kh, left:left + kw]
                    numbers.append(win.reshape(-1).max(dim=0)[0].item())
    result = torch.tensor(numbers, dtype=images.dtype)
    return result.reshape(N, C, len(tops), len(lefts))


def avg_pool2d(images, kernel_size, stride=None):
    kh, kw = vh_pair(kernel_size)
    sh, sw = vh_pair(kernel_size if stride is None else stride)
    rows = []
    for top in anchors(images.shape[2], kh, sh):
        strip = []
        for left in anchors(images.shape[3], kw, sw):
            win = images[:, :, top:top + kh, left:left + kw]
            strip.append(win.sum(dim=(2, 3)) / (kh * kw))
        rows.append(torch.stack(strip, dim=2))
    return torch.stack(rows, dim=2)


def flatten(images):
    rows = []
    for picture in images:
        rows.append(picture.reshape(-1))
    return torch.stack(rows)
