# {"function": "conv2d", "kind": "right", "idea": "Cuts windows by multiplying with 0/1 selection matrices from left and right.", "style": "linear_algebraist"}
# week 3, convolution
import torch
from torch import nn


def make_pair(x):
  return (x, x) if isinstance(x, int) else tuple(x)


def unpack2(v):
  try:
    vertical, horizontal = v
  except TypeError:
    vertical = horizontal = v
  return vertical, horizontal


def count_places(side, k, s, p=0):
  if k < 1 or s < 1:
    raise ValueError("kernel_size and stride must be at least 1")
  if p < 0:
    raise ValueError("padding can't be negative")
  if k > side + 2 * p:
    raise ValueError(f"a window of {k} does not fit on {side + 2 * p} pixels")
  return (side + 2 * p - k) // s + 1


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
  ok = kernel_size >= 1 and stride >= 1 and padding >= 0 and size + 2*padding >= kernel_size
  if not ok: raise ValueError("impossible sizes")
  return 1 + (size + 2*padding - kernel_size) // stride


def sliding_windows(images, kernel_size, stride=1):
  kh, kw = make_pair(kernel_size)
  sh, sw = make_pair(stride)
  count_places(images.shape[2], kh, sh)
  count_places(images.shape[3], kw, sw)
  return images.unfold(2, kh, sh).unfold(3, kw, sw)


def _selector(size, k, s, p, like):
  """(out, k, size): row (i, a) is the unit vector of pixel i*s + a - p, or zero on the border."""
  out = count_places(size, k, s, p)
  pos = torch.arange(out)[:, None] * s + torch.arange(k)[None, :] - p
  return (pos[..., None] == torch.arange(size)).to(like)


def conv2d(images, weight, bias=None, stride=1, padding=0):
  validate_channels(images, weight, bias)
  s, p = make_pair(stride), make_pair(padding)
  R = _selector(images.shape[2], weight.shape[2], s[0], p[0], images)
  Q = _selector(images.shape[3], weight.shape[3], s[1], p[1], images)
  rows = torch.einsum("iah,nchw->nciaw", R, images)
  win = torch.einsum("jbw,nciaw->ncijab", Q, rows)
  y = torch.einsum("ncijab,ocab->noij", win, weight)
  return y if bias is None else y + bias[:, None, None]


class Conv2d(nn.Module):
  """Owns weight and bias; the work is done by shifting the picture."""

  def __init__(self, in_channels: int, out_channels: int, kernel_size, stride=1, padding=0, bias: bool = True) -> None:
    super().__init__()
    self.kernel_size = unpack2(kernel_size)
    self.stride = unpack2(stride)
    self.padding = unpack2(padding)
    if self.kernel_size[0] < 1 or self.kernel_size[1] < 1:
      raise ValueError("the kernel needs at least one pixel")
    self.weight = nn.Parameter(0.1 * torch.randn(out_channels, in_channels, *self.kernel_size))
    if bias:
      self.bias = nn.Parameter(0.1 * torch.randn(out_channels))
    else:
      self.register_parameter('bias', None)

  def forward(self, images):
    kh, kw = self.kernel_size
    sh, sw = self.stride
    if images.shape[1] != self.weight.shape[1]:
      raise ValueError("channels do not match")
    ho = count_places(images.shape[2], kh, sh, self.padding[0])
    wo = count_places(images.shape[3], kw, sw, self.padding[1])
    x = zero_border(images, self.padding[0], self.padding[1])
    answer = 0
    for a in range(kh):
      for b in range(kw):
        shifted = x[:, :, a:a + sh * (ho - 1) + 1:sh, b:b + sw * (wo - 1) + 1:sw]
        answer = answer + (self.weight[:, :, a, b] @ shifted.flatten(2)).unflatten(2, (ho, wo))
    return answer if self.bias is None else answer + self.bias[:, None, None]
