# {"function": "sliding_windows", "kind": "single", "idea": "Doesn't want to lose the last pixels: adds one more window flush with the edge instead of dropping it.", "style": "careful_beginner"}
# my convolution homework: everything with plain for loops so I can follow it
import torch
import torch.nn as nn


def make_pair(x):
    if isinstance(x, int):
        return x, x
    return x[0], x[1]


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1:
        raise ValueError("kernel_size must be 1 or more")
    if stride < 1:
        raise ValueError("stride must be 1 or more")
    if padding < 0:
        raise ValueError("padding must be 0 or more")
    count = 0
    start = 0
    while start + kernel_size <= size + 2 * padding:
        count = count + 1
        start = start + stride
    if count == 0:
        raise ValueError("no window fits")
    return count


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = make_pair(kernel_size)
    sh, sw = make_pair(stride)
    H = images.shape[2]
    W = images.shape[3]
    if kh < 1 or kw < 1 or sh < 1 or sw < 1:
        raise ValueError("kernel_size and stride must be 1 or more")
    if kh > H or kw > W:
        raise ValueError("kernel does not fit")
    tops = list(range(0, H - kh + 1, sh))
    lefts = list(range(0, W - kw + 1, sw))
    # a window that would stick out is pushed back until it just fits
    if tops[-1] + kh < H:
        tops.append(H - kh)
    if lefts[-1] + kw < W:
        lefts.append(W - kw)
    all_rows = []
    for top in tops:
        line = []
        for left in lefts:
            line.append(images[:, :, top:top + kh, left:left + kw])
        all_rows.append(torch.stack(line, dim=2))
    return torch.stack(all_rows, dim=2)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    sh, sw = make_pair(stride)
    ph, pw = make_pair(padding)
    N, C, H, W = images.shape
    O, C2, kh, kw = weight.shape
    if C != C2:
        raise ValueError("channels of images and weight differ")
    if bias is not None and tuple(bias.shape) != (O,):
        raise ValueError("bias must have one number per output channel")
    if sh < 1 or sw < 1:
        raise ValueError("stride must be 1 or more")
    if ph < 0 or pw < 0:
        raise ValueError("padding must be 0 or more")
    if kh < 1 or kw < 1 or kh > H + 2 * ph or kw > W + 2 * pw:
        raise ValueError("kernel does not fit")
    xpad = torch.zeros(N, C, H + 2 * ph, W + 2 * pw, dtype=images.dtype)
    xpad[:, :, ph:ph + H, pw:pw + W] = images
    all_rows = []
    for top in range(0, H + 2 * ph - kh + 1, sh):
        line = []
        for left in range(0, W + 2 * pw - kw + 1, sw):
            region = xpad[:, :, top:top + kh, left:left + kw]
            answer = (region.unsqueeze(1) * weight.unsqueeze(0)).sum(dim=(2, 3, 4))
            if bias is not None:
                answer = answer + bias
            line.append(answer)
        all_rows.append(torch.stack(line, dim=2))
    return torch.stack(all_rows, dim=2)


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        self.kh, self.kw = make_pair(kernel_size)
        self.sh, self.sw = make_pair(stride)
        self.ph, self.pw = make_pair(padding)
        if min(self.kh, self.kw, self.sh, self.sw) < 1 or min(self.ph, self.pw) < 0:
            raise ValueError("these numbers are too small")
        self.in_channels = in_channels
        limit = 1 / (in_channels * self.kh * self.kw) ** 0.5
        self.weight = nn.Parameter(torch.empty(out_channels, in_channels, self.kh, self.kw).uniform_(-limit, limit))
        if bias:
            self.bias = nn.Parameter(torch.empty(out_channels).uniform_(-limit, limit))
        else:
            self.bias = None

    def forward(self, images):
        N, C, H, W = images.shape
        if C != self.in_channels:
            raise ValueError("wrong number of channels")
        H2 = H + 2 * self.ph
        W2 = W + 2 * self.pw
        if self.kh > H2 or self.kw > W2:
            raise ValueError("kernel does not fit")
        xpad = torch.zeros(N, C, H2, W2, dtype=images.dtype)
        xpad[:, :, self.ph:self.ph + H, self.pw:self.pw + W] = images
        all_rows = []
        for top in range(0, H2 - self.kh + 1, self.sh):
            line = []
            for left in range(0, W2 - self.kw + 1, self.sw):
                region = xpad[:, None, :, top:top + self.kh, left:left + self.kw]
                answer = (region * self.weight).sum(dim=(2, 3, 4))
                if self.bias is not None:
                    answer = answer + self.bias
                line.append(answer)
            all_rows.append(torch.stack(line, dim=2))
        return torch.stack(all_rows, dim=2)
