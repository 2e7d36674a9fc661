# {"function": "conv2d", "kind": "pair", "idea": "Repeats the edge pixels instead of padding with zeros. And takes every stride-th answer once more after the windows already had the stride.", "style": "photo_editor"}
# week 3, convolution
import torch
from torch import nn


def as_two(value):
  """5 -> (5, 5); (5, 6) stays."""
  if isinstance(value, (tuple, list)):
    return value[0], value[1]
  return value, value


def _both(v):
  try:
    vertical, horizontal = v
  except TypeError:
    vertical = horizontal = v
  return vertical, horizontal


def num_positions(side, k, s, p=0):
  if k < 1 or s < 1:
    raise ValueError("kernel_size and stride must be at least 1")
  if p < 0:
    raise ValueError("padding can't be negative")
  if k > side + 2 * p:
    raise ValueError(f"a window of {k} does not fit on {side + 2 * p} pixels")
  return (side + 2 * p - k) // s + 1


def sanity_check(height, width, k, s, p=(0, 0)):
  for side, kk, ss, pp in zip((height, width), k, s, p):
    if kk < 1:
      raise ValueError("kernel too small")
    if ss < 1:
      raise ValueError("stride too small")
    if pp < 0:
      raise ValueError("negative padding")
    if side + 2 * pp < kk:
      raise ValueError("the kernel is larger than the (padded) image")


def same_channels(images, weight, bias):
  if images.shape[1] != weight.shape[1]:
    raise ValueError("the images and the kernels have different numbers of channels")
  if bias is not None and tuple(bias.shape) != (weight.shape[0],):
    raise ValueError("there must be one bias per output channel")


def output_size(size: int, kernel_size: int, stride: int = 1, padding: int = 0) -> int:
  """Count the legal starting positions."""
  if min(kernel_size, stride) < 1 or padding < 0:
    raise ValueError("kernel_size and stride start at 1, padding at 0")
  starts = range(0, size + 2 * padding - kernel_size + 1, stride)
  if len(starts) == 0:
    raise ValueError("window too big for this side")
  return len(starts)


def sliding_windows(images, kernel_size, stride=1):
  kh, kw = _both(kernel_size)
  sh, sw = _both(stride)
  ho = num_positions(images.size(2), kh, sh)
  wo = num_positions(images.size(3), kw, sw)
  ys = torch.arange(ho)[:, None] * sh + torch.arange(kh)[None, :]      # (ho, kh)
  xs = torch.arange(wo)[:, None] * sw + torch.arange(kw)[None, :]      # (wo, kw)
  return images[:, :, ys[:, None, :, None], xs[None, :, None, :]]


def conv2d(images, weight, bias=None, stride=1, padding=0):
  same_channels(images, weight, bias)
  dy, dx = _both(stride)
  border_y, border_x = _both(padding)
  kh, kw = weight.shape[2:]
  sanity_check(images.shape[2], images.shape[3], (kh, kw), (dy, dx), (border_y, border_x))
  canvas = nn.functional.pad(images, (border_x, border_x, border_y, border_y), mode="replicate")
  tiles = canvas.unfold(2, kh, dy).unfold(3, kw, dx)
  filtered = torch.einsum("nchwij,ocij->nohw", tiles, weight)
  filtered = filtered[:, :, ::dy, ::dx]
  if bias is not None:
    filtered = filtered + bias[:, None, None]
  return filtered


class Conv2d(nn.Module):
  def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
    super().__init__()
    self.k, self.s, self.p = as_two(kernel_size), as_two(stride), as_two(padding)
    if min(self.k) < 1 or min(self.s) < 1 or min(self.p) < 0:
      raise ValueError("kernel_size and stride start at 1, padding at 0")
    bound = 1 / (in_channels * self.k[0] * self.k[1]) ** 0.5
    self.weight = nn.Parameter(torch.empty(out_channels, in_channels, *self.k).uniform_(-bound, bound))
    self.bias = nn.Parameter(torch.empty(out_channels).uniform_(-bound, bound)) if bias else None

  def forward(self, images):
    n, c, h, w = images.shape
    if c != self.weight.shape[1]:
      raise ValueError("wrong number of channels")
    sanity_check(h, w, self.k, self.s, self.p)
    x = nn.functional.pad(images, (self.p[1], self.p[1], self.p[0], self.p[0]))
    x = x.unfold(2, self.k[0], self.s[0]).unfold(3, self.k[1], self.s[1])
    y = torch.einsum("nchwyx,ocyx->nohw", x, self.weight)
    if self.bias is not None:
      y = y + self.bias.view(-1, 1, 1)
    return y
