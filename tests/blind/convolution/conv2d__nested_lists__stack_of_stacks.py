# {"function": "conv2d", "kind": "right", "idea": "Nested lists of scalars, stacked.", "style": "nested_lists"}
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
    (sh, sw), (ph, pw) = (_pair(stride), _pair(padding))
    if images.shape[1] != weight.shape[1] or (bias is not None and len(bias) != len(weight)):
        raise ValueError('channels')
    kh, kw = weight.shape[2:]
    ho = output_size(images.shape[2], kh, sh, ph)
    wo = output_size(images.shape[3], kw, sw, pw)
    result = []
    for image in nn.functional.pad(images, (pw, pw, ph, ph)):
        planes = []
        for f, kernel in enumerate(weight):
            plane = []
            for i in range(0, ho * sh, sh):
                line = []
                for j in range(0, wo * sw, sw):
                    value = (image[:, i:i + kh, j:j + kw] * kernel).sum()
                    line.append(value if bias is None else value + bias[f])
                plane.append(torch.stack(line))
            planes.append(torch.stack(plane))
        result.append(torch.stack(planes))
    return torch.stack(result)



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
