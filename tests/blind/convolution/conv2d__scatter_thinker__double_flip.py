# {"function": "conv2d", "kind": "right", "idea": "Flips pictures and kernels both, so that the flips cancel, and flips the answer back.", "style": "scatter_thinker"}
import torch
from torch import nn

Pair = int | tuple[int, int]


def split_pair(value):
  """5 -> (5, 5); (5, 6) stays."""
  if isinstance(value, (tuple, list)):
    return value[0], value[1]
  return value, value


def _to_pair(x: Pair) -> tuple[int, int]:
  return tuple(x) if hasattr(x, "__len__") else (x,) * 2


dup = lambda v: v if isinstance(v, tuple) else (v, v)


def how_many(side, k, s, p=0):
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


def framed(pic, ph, pw):
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
  if kernel_size <= 0 or stride <= 0 or padding <= -1:
    raise ValueError('bad numbers: %r %r %r' % (kernel_size, stride, padding))
  size += padding + padding
  n, end = 0, kernel_size
  while end <= size:
    n += 1
    end += stride
  if n == 0:
    raise ValueError('no window fits')
  return n


def sliding_windows(images: torch.Tensor, kernel_size: Pair, stride: Pair = 1) -> torch.Tensor:
  """A view; nothing is copied."""
  (k_h, k_w), (s_h, s_w) = _to_pair(kernel_size), _to_pair(stride)
  n, c, h, w = images.shape
  check_args(h, w, (k_h, k_w), (s_h, s_w))
  n_st, c_st, h_st, w_st = images.stride()
  return images.as_strided(
    (n, c, (h - k_h) // s_h + 1, (w - k_w) // s_w + 1, k_h, k_w),
    (n_st, c_st, h_st * s_h, w_st * s_w, h_st, w_st),
  )


def conv2d(images, weight, bias=None, stride=1, padding=0):
  validate_channels(images, weight, bias)
  (sh, sw), (ph, pw) = dup(stride), dup(padding)
  kh, kw = weight.shape[-2:]
  ho = how_many(images.shape[2], kh, sh, ph)
  wo = how_many(images.shape[3], kw, sw, pw)
  # cut what no window reaches, then work from the far corner
  x = framed(images, ph, pw)[:, :, :(ho - 1) * sh + kh, :(wo - 1) * sw + kw].flip(2, 3)
  w = weight.flip(2, 3)
  y = torch.einsum("ncijab,ocab->noij", x.unfold(2, kh, sh).unfold(3, kw, sw), w).flip(2, 3)
  if bias is not None:
    y = y + bias.unsqueeze(-1).unsqueeze(-1)
  return y


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
