# {"function": "max_pool2d", "kind": "single", "idea": "A handwritten backward assigns the gradient to the place of the maximum instead of adding it, so a pixel that is the maximum of several overlapping windows gets only the last one's gradient.", "style": "autograd_function"}
import torch


def _pair(x):
    return (x, x) if isinstance(x, int) else tuple(x)


def _settings(images, kernel_size, stride):
    kh, kw = _pair(kernel_size)
    sh, sw = _pair(kernel_size if stride is None else stride)
    if min(kh, kw, sh, sw) < 1:
        raise ValueError("kernel_size and stride must be at least 1")
    if kh > images.shape[2] or kw > images.shape[3]:
        raise ValueError("no window fits into the picture")
    return kh, kw, sh, sw


class _MaxPool(torch.autograd.Function):
    @staticmethod
    def forward(ctx, images, kh, kw, sh, sw):
        n, c, h, w = images.shape
        values, where = images.unfold(2, kh, sh).unfold(3, kw, sw).flatten(-2).max(-1)
        oh, ow = values.shape[2:]
        rows = torch.arange(oh)[:, None] * sh + where // kw
        cols = torch.arange(ow)[None, :] * sw + where % kw
        ctx.save_for_backward(rows * w + cols)
        ctx.shape = images.shape
        return values

    @staticmethod
    def backward(ctx, grad):
        (index,) = ctx.saved_tensors
        n, c, h, w = ctx.shape
        back = grad.new_zeros(n, c, h * w)
        back.scatter_(2, index.flatten(2), grad.flatten(2))
        return back.view(n, c, h, w), None, None, None, None


def max_pool2d(images, kernel_size, stride=None):
    kh, kw, sh, sw = _settings(images, kernel_size, stride)
    return _MaxPool.apply(images, kh, kw, sh, sw)


def avg_pool2d(images, kernel_size, stride=None):
    kh, kw, sh, sw = _settings(images, kernel_size, stride)
    return images.unfold(2, kh, sh).unfold(3, kw, sw).mean(dim=(-2, -1))


def flatten(images):
    return images.reshape(images.shape[0], -1)
