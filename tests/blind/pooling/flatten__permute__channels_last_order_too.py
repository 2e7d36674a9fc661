# {"function": "flatten", "kind": "single", "idea": "Flattens with the channels last, so the numbers come in another order than nn.Flatten gives.", "style": "permute"}
import torch


def shifted_views(images, kernel_size, stride):
    """One strided view per position inside the window."""
    kh, kw = kernel_size if isinstance(kernel_size, (tuple, list)) else (kernel_size, kernel_size)
    if stride is None:
        sh, sw = kh, kw
    elif isinstance(stride, (tuple, list)):
        sh, sw = stride
    else:
        sh = sw = stride
    h, w = images.shape[-2:]
    if not (1 <= kh <= h and 1 <= kw <= w and sh >= 1 and sw >= 1):
        raise ValueError("impossible window or stride")
    rows, cols = (h - kh) // sh, (w - kw) // sw
    return [images[..., a:a + rows * sh + 1:sh, b:b + cols * sw + 1:sw] for a in range(kh) for b in range(kw)]


def max_pool2d(images, kernel_size, stride=None):
    best, *others = shifted_views(images, kernel_size, stride)
    for view in others:
        best = torch.where(view > best, view, best)
    return best.clone()


def avg_pool2d(images, kernel_size, stride=None):
    views = shifted_views(images, kernel_size, stride)
    total = torch.zeros_like(views[0])
    for view in views:
        total = total + view
    return total / len(views)


def flatten(images):
    return torch.stack([picture.permute(1, 2, 0).reshape(-1) for picture in images])
