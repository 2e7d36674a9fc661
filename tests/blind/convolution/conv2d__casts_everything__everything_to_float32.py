# {"function": "conv2d", "kind": "single", "idea": "Casts pictures, weights and bias with .float(), so float64 comes out as float32.", "style": "casts_everything"}
# windows -> numbers
import torch
from torch import nn


def pairify(x):
  return (x, x) if isinstance(x, int) else tuple(x)


pr = lambda v: v if isinstance(v, tuple) else (v, v)


def paar(wert):
  if type(wert) is int:
    return [wert, wert]
  return list(wert)


def count_places(side, k, s, p=0):
  if k < 1 or s < 1:
    raise ValueError("kernel_size and stride must be at least 1")
  if p < 0:
    raise ValueError("padding can't be negative")
  if k > side + 2 * p:
    raise ValueError(f"a window of {k} does not fit on {side + 2 * p} pixels")
  return (side + 2 * p - k) // s + 1


def with_margin(pic, ph, pw):
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


def sliding_windows(images, kernel_size, stride=1):
  kh, kw = pairify(kernel_size)
  sh, sw = pairify(stride)
  count_places(images.shape[2], kh, sh)
  count_places(images.shape[3], kw, sw)
  return images.unfold(2, kh, sh).unfold(3, kw, sw)


def conv2d(images, weight, bias=None, stride=1, padding=0):
  validate_channels(images, weight, bias)
  images, weight = images.float(), weight.float()
  sh, sw = paar(stride)
  ph, pw = paar(padding)
  kh, kw = weight.shape[2:]
  H_out = count_places(images.shape[2], kh, sh, ph)
  W_out = count_places(images.shape[3], kw, sw, pw)
  images = with_margin(images, ph, pw)
  out = [[None] * W_out for _ in range(H_out)]
  for i in range(H_out):
    for j in range(W_out):
      w = images[:, None, :, i * sh:i * sh + kh, j * sw:j * sw + kw]
      out[i][j] = (w * weight).sum(dim=(2, 3, 4))
      if bias is not None:
        out[i][j] = out[i][j] + bias.float()
  return torch.stack([torch.stack(line, -1) for line in out], -2)


class Conv2d(torch.nn.Module):
  def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
    torch.nn.Module.__init__(self)
    kernel_size, stride, padding = pr(kernel_size), pr(stride), pr(padding)
    for small, values in ((1, kernel_size), (1, stride), (0, padding)):
      if any(v < small for v in values):
        raise ValueError(f"a value in {values} is below {small}")
    self.settings = kernel_size + stride + padding
    self.register_parameter("weight", torch.nn.Parameter(torch.randn(out_channels, in_channels, *kernel_size) / 8))
    self.register_parameter("bias", torch.nn.Parameter(torch.randn(out_channels) / 8) if bias else None)

  def forward(self, images):
    kh, kw, sh, sw, ph, pw = self.settings
    ho = count_places(images.shape[2], kh, sh, ph)
    wo = count_places(images.shape[3], kw, sw, pw)
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
