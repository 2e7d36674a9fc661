# {"function": "output_size", "kind": "single", "idea": "Adds the padding once, as if it were the total of both ends.", "style": "pen_and_paper"}
"""Task 3 - convolution (solved on paper first)"""
import torch
from torch import nn


def make_pair(x):
  return (x, x) if isinstance(x, int) else tuple(x)


def split_pair(value):
  """5 -> (5, 5); (5, 6) stays."""
  if isinstance(value, (tuple, list)):
    return value[0], value[1]
  return value, value


def count_places(side, k, s, p=0):
  if k < 1 or s < 1:
    raise ValueError("kernel_size and stride must be at least 1")
  if p < 0:
    raise ValueError("padding can't be negative")
  if k > side + 2 * p:
    raise ValueError(f"a window of {k} does not fit on {side + 2 * p} pixels")
  return (side + 2 * p - k) // s + 1


def check_args(height, width, k, s, p=(0, 0)):
  for side, kk, ss, pp in zip((height, width), k, s, p):
    if kk < 1:
      raise ValueError("kernel too small")
    if ss < 1:
      raise ValueError("stride too small")
    if pp < 0:
      raise ValueError("negative padding")
    if side + 2 * pp < kk:
      raise ValueError("the kernel is larger than the (padded) image")


def zero_border(pic, ph, pw):
  n, c, h, w = pic.shape
  out = torch.zeros((n, c, h + 2 * ph, w + 2 * pw), dtype=pic.dtype, device=pic.device)
  out[:, :, ph:ph + h, pw:pw + w] = pic
  return out


def validate_channels(images, weight, bias):
  if images.shape[1] != weight.shape[1]:
    raise ValueError("the images and the kernels have different numbers of channels")
  if bias is not None and tuple(bias.shape) != (weight.shape[0],):
    raise ValueError("there must be one bias per output channel")


def output_size(size, kernel_size, stride=1, padding=0):
  """(W - K + P) / S + 1, from my notes"""
  if kernel_size < 1 or stride < 1:
    raise ValueError("kernel_size and stride have to be 1 or more")
  if padding < 0:
    raise ValueError("padding has to be 0 or more")
  W = size + padding
  K, S = kernel_size, stride
  if K > W:
    raise ValueError("the window does not fit")
  return (W - K) // S + 1


def sliding_windows(images, kernel_size, stride=1):
  kh, kw = make_pair(kernel_size)
  sh, sw = make_pair(stride)
  count_places(images.shape[2], kh, sh)
  count_places(images.shape[3], kw, sw)
  return images.unfold(2, kh, sh).unfold(3, kw, sw)


def conv2d(images, weight, bias=None, stride=1, padding=0):
  """im2col and one matrix product"""
  sh, sw = split_pair(stride)
  ph, pw = split_pair(padding)
  O, C, kh, kw = weight.shape
  validate_channels(images, weight, bias)
  ho = count_places(images.shape[2], kh, sh, ph)
  wo = count_places(images.shape[3], kw, sw, pw)
  x = zero_border(images, ph, pw)
  columns = []
  for c in range(C):
    for i in range(kh):
      for j in range(kw):
        columns.append(x[:, c, i:i + sh * ho:sh, j:j + sw * wo:sw][:, :ho, :wo])
  matrix = torch.stack(columns, dim=-1)                 # (N, ho, wo, C*kh*kw)
  out = (matrix @ weight.reshape(O, -1).T).permute(0, 3, 1, 2)
  return out if bias is None else out + bias.view(1, O, 1, 1)


class Conv2d(nn.Module):
  def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
    super().__init__()
    self.k, self.s, self.p = split_pair(kernel_size), split_pair(stride), split_pair(padding)
    if min(self.k) < 1 or min(self.s) < 1 or min(self.p) < 0:
      raise ValueError("kernel_size and stride start at 1, padding at 0")
    bound = 1 / (in_channels * self.k[0] * self.k[1]) ** 0.5
    self.weight = nn.Parameter(torch.empty(out_channels, in_channels, *self.k).uniform_(-bound, bound))
    self.bias = nn.Parameter(torch.empty(out_channels).uniform_(-bound, bound)) if bias else None

  def forward(self, images):
    n, c, h, w = images.shape
    if c != self.weight.shape[1]:
      raise ValueError("wrong number of channels")
    check_args(h, w, self.k, self.s, self.p)
    x = nn.functional.pad(images, (self.p[1], self.p[1], self.p[0], self.p[0]))
    x = x.unfold(2, self.k[0], self.s[0]).unfold(3, self.k[1], self.s[1])
    y = torch.einsum("nchwyx,ocyx->nohw", x, self.weight)
    if self.bias is not None:
      y = y + self.bias.view(-1, 1, 1)
    return y
