# {"function": "max_pool2d", "kind": "right", "idea": "Own autograd.Function: remembers where each maximum was and adds the gradient there.", "style": "autograd_function"}
import torch


def to_hw(x):
    try:
        first, second = x
    except TypeError:
        first = second = x
    return first, second


def _fits(size, kernel_size, stride=1, padding=0):
    if stride < 1:
        raise ValueError(f"stride {stride} does not move")
    if kernel_size < 1:
        raise ValueError(f"kernel_size {kernel_size} is empty")
    if padding < 0:
        raise ValueError("padding can't be negative")
    starts = range(0, size + 2 * padding - kernel_size + 1, stride)
    if len(starts) == 0:
        raise ValueError("no window fits")
    return len(starts)


class _MaxPool(torch.autograd.Function):
    @staticmethod
    def forward(ctx, images, kh, kw, sh, sw, ho, wo):
        n, c, h, w = images.shape
        top = (torch.arange(ho) * sh)[:, None, None, None]
        left = (torch.arange(wo) * sw)[None, :, None, None]
        places = (top + torch.arange(kh)[:, None]) * w + left + torch.arange(kw)
        places = places.reshape(ho * wo, kh * kw)
        values, which = images.reshape(n, c, h * w)[:, :, places].max(dim=-1)
        origin = places[torch.arange(ho * wo), which]
        ctx.save_for_backward(origin)
        ctx.shape = images.shape
        return values.reshape(n, c, ho, wo)

    @staticmethod
    def backward(ctx, grad):
        (origin,) = ctx.saved_tensors
        n, c, h, w = ctx.shape
        back = grad.new_zeros(n, c, h * w)
        back.scatter_add_(2, origin, grad.reshape(n, c, -1))
        return back.reshape(n, c, h, w), None, None, None, None, None, None


def max_pool2d(images, kernel_size, stride=None):
    kh, kw = to_hw(kernel_size)
    sh, sw = to_hw(kernel_size if stride is None else stride)
    ho, wo = _fits(images.shape[2], kh, sh), _fits(images.shape[3], kw, sw)
    return _MaxPool.apply(images, kh, kw, sh, sw, ho, wo)


def avg_pool2d(images, kernel_size, stride=None):
    kh, kw = to_hw(kernel_size)
    sh, sw = to_hw(kernel_size if stride is None else stride)
    _fits(images.shape[2], kh, sh)
    _fits(images.shape[3], kw, sw)
    return images.unfold(2, kh, sh).unfold(3, kw, sw).mean(dim=(-2, -1))


def flatten(images):
    return images.flatten(start_dim=1)
