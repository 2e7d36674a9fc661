# {"function": "output_size", "kind": "single", "idea": "Refuses a kernel that is exactly as large as the padded side.", "style": "refuse"}
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
    if kernel_size < 1 or stride < 1 or padding < 0:
        raise ValueError('wrong settings')
    if kernel_size >= size + 2 * padding:
        raise ValueError('kernel too large')
    return (size - kernel_size + 2 * padding) // stride + 1



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
        kernel = _pair(kernel_size)
        if min(in_channels, out_channels, *kernel) < 1:
            raise ValueError('Channels and kernel_size should be at least 1.')
        weight = torch.empty(out_channels, in_channels, *kernel)
        bound = weight[0].numel() ** (-0.5)
        self.weight = nn.Parameter(weight.uniform_(-bound, bound))
        self.bias = nn.Parameter(torch.empty(out_channels).uniform_(-bound, bound)) if bias else None
        self.stride = stride
        self.padding = padding

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
