# {"function": "conv2d", "kind": "single", "idea": "Assigns the answer of each input channel to the result instead of adding, so only the last channel counts.", "style": "assigns_not_adds"}
"""Convolution by hand."""
import torch
from torch import nn

Pair = int | tuple[int, int]


def ver_hor(v):
  try:
    vertical, horizontal = v
  except TypeError:
    vertical = horizontal = v
  return vertical, horizontal


def tupled(x: Pair) -> tuple[int, int]:
  return tuple(x) if hasattr(x, "__len__") else (x,) * 2


p2 = lambda v: v if isinstance(v, tuple) else (v, v)


def _places(side, k, s, p=0):
  if k < 1 or s < 1:
    raise ValueError("kernel_size and stride must be at least 1")
  if p < 0:
    raise ValueError("padding can't be negative")
  if k > side + 2 * p:
    raise ValueError(f"a window of {k} does not fit on {side + 2 * p} pixels")
  return (side + 2 * p - k) // s + 1


def validate(height, width, k, s, p=(0, 0)):
  for side, kk, ss, pp in zip((height, width), k, s, p):
    if kk < 1:
      raise ValueError("kernel too small")
    if ss < 1:
      raise ValueError("stride too small")
    if pp < 0:
      raise ValueError("negative padding")
    if side + 2 * pp < kk:
      raise ValueError("the kernel is larger than the (padded) image")


def with_margin(pic, ph, pw):
  n, c, h, w = pic.shape
  out = torch.zeros((n, c, h + 2 * ph, w + 2 * pw), dtype=pic.dtype, device=pic.device)
  out[:, :, ph:ph + h, pw:pw + w] = pic
  return out


def same_channels(images, weight, bias):
  if images.shape[1] != weight.shape[1]:
    raise ValueError("the images and the kernels have different numbers of channels")
  if bias is not None and tuple(bias.shape) != (weight.shape[0],):
    raise ValueError("there must be one bias per output channel")


def output_size(size, kernel_size, stride=1, padding=0):
  # number of steps you can take + the window you start with
  for name, value, least in (("kernel_size", kernel_size, 1), ("stride", stride, 1), ("padding", padding, 0)):
    if value < least:
      raise ValueError(f"{name} must be >= {least}, got {value}")
  padded = size + 2 * padding
  if padded < kernel_size:
    raise ValueError(f"kernel {kernel_size} > padded side {padded}")
  steps, _left_over = divmod(padded - kernel_size, stride)
  return steps + 1


def sliding_windows(images: torch.Tensor, kernel_size: Pair, stride: Pair = 1) -> torch.Tensor:
  """A view; nothing is copied."""
  (k_h, k_w), (s_h, s_w) = tupled(kernel_size), tupled(stride)
  n, c, h, w = images.shape
  validate(h, w, (k_h, k_w), (s_h, s_w))
  n_st, c_st, h_st, w_st = images.stride()
  return images.as_strided(
    (n, c, (h - k_h) // s_h + 1, (w - k_w) // s_w + 1, k_h, k_w),
    (n_st, c_st, h_st * s_h, w_st * s_w, h_st, w_st),
  )


def conv2d(images, weight, bias=None, stride=1, padding=0):
  same_channels(images, weight, bias)
  sv, sh = ver_hor(stride)
  pv, ph = ver_hor(padding)
  n, channels, height, width = images.shape
  filters, _, kv, kh = weight.shape
  rows = _places(height, kv, sv, pv)
  cols = _places(width, kh, sh, ph)
  padded = with_margin(images, pv, ph)
  result = images.new_zeros(n, filters, rows, cols)
  for f in range(filters):
    for c in range(channels):
      patch = padded[:, c].unfold(1, kv, sv).unfold(2, kh, sh)
      result[:, f] = (patch * weight[f, c]).sum(dim=(3, 4))
    if bias is not None:
      result[:, f] += bias[f]
  return result


class Conv2d(torch.nn.Module):
  def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
    torch.nn.Module.__init__(self)
    kernel_size, stride, padding = p2(kernel_size), p2(stride), p2(padding)
    for small, values in ((1, kernel_size), (1, stride), (0, padding)):
      if any(v < small for v in values):
        raise ValueError(f"a value in {values} is below {small}")
    self.settings = kernel_size + stride + padding
    self.register_parameter("weight", torch.nn.Parameter(torch.randn(out_channels, in_channels, *kernel_size) / 8))
    self.register_parameter("bias", torch.nn.Parameter(torch.randn(out_channels) / 8) if bias else None)

  def forward(self, images):
    kh, kw, sh, sw, ph, pw = self.settings
    ho = _places(images.shape[2], kh, sh, ph)
    wo = _places(images.shape[3], kw, sw, pw)
    if images.shape[1] != self.weight.shape[1]:
      raise ValueError("this layer was made for other channels")
    x = with_margin(images, ph, pw)
    rows = []
    for i in range(ho):
      for j in range(wo):
        patch = x[:, :, i * sh:i * sh + kh, j * sw:j * sw + kw]
        rows.append(torch.tensordot(patch, self.weight, dims=([1, 2, 3], [1, 2, 3])))
    y = torch.stack(rows, -1).reshape(images.shape[0], -1, ho, wo)
    if self.bias is not None:
      y = y + self.bias.reshape(1, -1, 1, 1)
    return y
