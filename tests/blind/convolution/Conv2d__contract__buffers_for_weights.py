# {"function": "Conv2d", "kind": "single", "idea": "weight and bias are buffers, not parameters: a state dict loads, but an optimiser finds nothing to learn.", "style": "contract"}
import torch
from torch import nn


as_two = lambda x: (x, x) if isinstance(x, int) else tuple(x)


def zero_border(images, ph, pw):
    if ph < 0 or pw < 0:
        raise ValueError("padding can't be negative")
    n, c, h, w = images.shape
    bigger = images.new_zeros((n, c, h + 2 * ph, w + 2 * pw))
    bigger[:, :, ph:ph + h, pw:pw + w] = images
    return bigger


def output_size(size, kernel_size, stride=1, padding=0):
    if stride < 1 or kernel_size < 1 or padding < 0:
        raise ValueError("Stride and kernel start at 1, padding at 0.")
    full = size + 2 * padding
    if kernel_size > full:
        raise ValueError("The kernel is larger than the padded picture.")
    return (full - kernel_size) // stride + 1


def sliding_windows(images, kernel_size, stride=1):
    k1, k2 = as_two(kernel_size)
    s1, s2 = as_two(stride)
    n, c, h, w = images.shape
    h_out, w_out = output_size(h, k1, s1), output_size(w, k2, s2)
    result = images.new_zeros((n, c, h_out, w_out, k1, k2))
    for i in range(h_out):
        for j in range(w_out):
            result[:, :, i, j] = images[:, :, i * s1:i * s1 + k1, j * s2:j * s2 + k2]
    return result


def conv2d(images, weight, bias=None, stride=1, padding=0):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("Picture and kernel have different numbers of channels.")
    ph, pw = as_two(padding)
    windows = sliding_windows(zero_border(images, ph, pw), (weight.shape[2], weight.shape[3]), stride)
    result = torch.einsum("nchwij,ocij->nohw", windows, weight)
    return result if bias is None else result + bias.reshape(1, -1, 1, 1)


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = as_two(kernel_size)
        if kh < 1 or kw < 1:
            raise ValueError("the kernel is empty")
        self.stride = as_two(stride)
        self.padding = as_two(padding)
        bound = (in_channels * kh * kw) ** -0.5
        self.register_buffer("weight", torch.empty(out_channels, in_channels, kh, kw).uniform_(-bound, bound))
        self.register_buffer("bias", torch.empty(out_channels).uniform_(-bound, bound) if bias else None)

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
