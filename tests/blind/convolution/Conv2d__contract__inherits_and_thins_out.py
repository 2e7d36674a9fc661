# {"function": "Conv2d", "kind": "right", "idea": "Right in an unusual style: inherits from nn.Conv2d, computes every window and throws away those the stride skips.", "style": "contract"}
import math

from torch import nn


def both(x):
    try:
        a, b = x
    except TypeError:
        a = b = x
    return int(a), int(b)


def fits(length, k, step):
    """Number of positions along one side."""
    if k <= 0 or step <= 0:
        raise ValueError(f"kernel {k} and stride {step} must be positive")
    if k > length:
        raise ValueError(f"kernel {k} is longer than the side {length}")
    return 1 + (length - k) // step


def zero_border(images, ph, pw):
    if ph < 0 or pw < 0:
        raise ValueError("padding can't be negative")
    n, c, h, w = images.shape
    bigger = images.new_zeros((n, c, h + 2 * ph, w + 2 * pw))
    bigger[:, :, ph:ph + h, pw:pw + w] = images
    return bigger


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1:
        raise ValueError("kernel_size must be >= 1")
    if stride < 1:
        raise ValueError("stride must be >= 1")
    if padding < 0:
        raise ValueError("padding must be >= 0")
    last_start = size + 2 * padding - kernel_size
    if last_start < 0:
        raise ValueError("kernel too large")
    return math.floor(last_start / stride) + 1


def sliding_windows(images, kernel_size, stride=1):
    (kh, kw), (sh, sw) = both(kernel_size), both(stride)
    N, C, H, W = images.shape
    Ho, Wo = fits(H, kh, sh), fits(W, kw, sw)
    a, b, c, d = images.stride()
    return images.as_strided((N, C, Ho, Wo, kh, kw), (a, b, c * sh, d * sw, c, d), images.storage_offset())


def conv2d(images, weight, bias=None, stride=1, padding=0):
    s1, s2 = both(stride)
    p1, p2 = both(padding)
    if weight.shape[1] != images.shape[1]:
        raise ValueError("the kernel has another number of channels than the picture")
    padded = zero_border(images, p1, p2)
    O, C, k1, k2 = weight.shape
    H, W = fits(padded.shape[2], k1, s1), fits(padded.shape[3], k2, s2)
    out = images.new_zeros((images.shape[0], O, H, W))
    for i in range(H):
        for j in range(W):
            window = padded[:, :, i * s1:i * s1 + k1, j * s2:j * s2 + k2]
            for o in range(O):
                out[:, o, i, j] = (window * weight[o]).sum(dim=(1, 2, 3))
                if bias is not None:
                    out[:, o, i, j] += bias[o]
    return out


class Conv2d(nn.Conv2d):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        if min(both(kernel_size)) < 1 or min(both(stride)) < 1 or min(both(padding)) < 0:
            raise ValueError("kernel and stride from 1, padding from 0")
        super().__init__(in_channels, out_channels, kernel_size, stride, padding, bias=bias)

    def forward(self, input):
        everywhere = conv2d(input, self.weight, self.bias, 1, self.padding)
        return everywhere[:, :, ::self.stride[0], ::self.stride[1]]
