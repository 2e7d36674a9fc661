# {"function": "conv2d", "kind": "single", "idea": "Turns the kernel by 180 degrees, as the mathematical convolution does.", "style": "signal_theory_person"}
# week 3, convolution
import torch
from torch import nn


def split_pair(value):
  """5 -> (5, 5); (5, 6) stays."""
  if isinstance(value, (tuple, list)):
    return value[0], value[1]
  return value, value


pr = lambda v: v if isinstance(v, tuple) else (v, v)


def n_windows(side, k, s, p=0):
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


def _check_channels(images, weight, bias):
  if images.shape[1] != weight.shape[1]:
    raise ValueError("the images and the kernels have different numbers of channels")
  if bias is not None and tuple(bias.shape) != (weight.shape[0],):
    raise ValueError("there must be one bias per output channel")


def output_size(size, kernel_size, stride=1, padding=0):
  ok = kernel_size >= 1 and stride >= 1 and padding >= 0 and size + 2*padding >= kernel_size
  if not ok: raise ValueError("impossible sizes")
  return 1 + (size + 2*padding - kernel_size) // stride


def sliding_windows(images, kernel_size, stride=1):
  kh, kw = pr(kernel_size); sh, sw = pr(stride)
  ho, wo = n_windows(images.shape[2], kh, sh), n_windows(images.shape[3], kw, sw)
  return torch.stack([torch.stack([images.narrow(2, i*sh, kh).narrow(3, j*sw, kw)
                  for j in range(wo)], 2) for i in range(ho)], 2)


def conv2d(images, weight, bias=None, stride=1, padding=0):
  """(f * g)[y, x] = sum_ab f[y - a, x - b] g[a, b]"""
  _check_channels(images, weight, bias)
  s, p = pr(stride), pr(padding)
  kh, kw = weight.shape[2:]
  ho = n_windows(images.shape[2], kh, s[0], p[0])
  wo = n_windows(images.shape[3], kw, s[1], p[1])
  f = zero_border(images, p[0], p[1])
  g = torch.flip(weight, dims=(2, 3))
  y = 0
  for a in range(kh):
    for b in range(kw):
      f_ab = f[:, :, a:a + s[0] * (ho - 1) + 1:s[0], b:b + s[1] * (wo - 1) + 1:s[1]]
      y = y + torch.einsum("nchw,oc->nohw", f_ab, g[:, :, a, b])
  return y if bias is None else y + bias[:, None, None]


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
