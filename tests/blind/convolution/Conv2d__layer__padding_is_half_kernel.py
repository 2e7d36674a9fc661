# {"function": "Conv2d", "kind": "single", "idea": "Pads by half the kernel when padding is 0 (as \"same\" does).", "style": "layer"}
import torch
from torch import nn
Pair = int | tuple[int, int]



def _pair(value):
    return (value, value) if isinstance(value, int) else tuple(value)



def _refuse_impossible(images, kernel_size, stride, padding=0):
    settings = (_pair(kernel_size), _pair(stride), _pair(padding))
    for side in zip(images.shape[-2:], *settings, strict=True):
        output_size(*side)



def output_size(size, kernel_size, stride=1, padding=0):
    for name, value, least in (('kernel_size', kernel_size, 1), ('stride', stride, 1), ('padding', padding, 0)):
        if value < least:
            raise ValueError(f'{name} is {value}; it should be at least {least}.')
    padded = size + 2 * padding
    if kernel_size > padded:
        raise ValueError(f'A window of {kernel_size} pixels does not fit on {padded} pixels.')
    return (padded - kernel_size) // stride + 1



def sliding_windows(images, kernel_size, stride=1):
    _refuse_impossible(images, kernel_size, stride)
    (kernel_height, kernel_width), (stride_down, stride_right) = (_pair(kernel_size), _pair(stride))
    rows = images.unfold(2, kernel_height, stride_down)
    return rows.unfold(3, kernel_width, stride_right)



def conv2d(images, weight, bias=None, stride=1, padding=0):
    channels, (out_channels, in_channels) = (images.shape[1], weight.shape[:2])
    if channels != in_channels:
        raise ValueError(f'The images have {channels} channels, the kernels {in_channels}.')
    if bias is not None and bias.shape != (out_channels,):
        raise ValueError(f'bias has shape {tuple(bias.shape)}; it should be ({out_channels},).')
    kernel_size = tuple(weight.shape[-2:])
    _refuse_impossible(images, kernel_size, stride, padding)
    down, right = _pair(padding)
    padded = nn.functional.pad(images, (right, right, down, down))
    windows = sliding_windows(padded, kernel_size, stride)
    result = torch.einsum('nchwij,ocij->nohw', windows, weight)
    return result if bias is None else result + bias.reshape(-1, 1, 1)



class Conv2d(nn.Module):

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, *_pair(kernel_size)) * 0.1)
        self.bias = nn.Parameter(torch.randn(out_channels) * 0.1) if bias else None
        self.stride = stride
        kh, kw = _pair(kernel_size)
        self.padding = padding or (kh // 2, kw // 2)

    def forward(self, x):
        return conv2d(x, self.weight, self.bias, self.stride, self.padding)
