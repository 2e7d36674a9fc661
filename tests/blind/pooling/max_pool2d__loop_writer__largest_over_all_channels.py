# {"function": "max_pool2d", "kind": "single", "idea": "Takes the largest number of the window over all channels and writes it to each of them.", "style": "loop_writer"}
# pooling without weights
import torch


def unpack2(v):
  try:
    vertical, horizontal = v
  except TypeError:
    vertical = horizontal = v
  return vertical, horizontal


def how_many(side, k, s, p=0):
  if k < 1 or s < 1:
    raise ValueError("kernel_size and stride must be at least 1")
  if p < 0:
    raise ValueError("padding can't be negative")
  if k > side + 2 * p:
    raise ValueError(f"a window of {k} does not fit on {side + 2 * p} pixels")
  return (side + 2 * p - k) // s + 1


def max_pool2d(images, kernel_size, stride=None):
  k = unpack2(kernel_size)
  s = k if stride is None else unpack2(stride)
  N, C, H, W = images.shape
  rows = how_many(H, k[0], s[0])
  cols = how_many(W, k[1], s[1])
  result = torch.empty(N, C, rows, cols, dtype=images.dtype)
  for n in range(N):
    for c in range(C):
      for i in range(rows):
        for j in range(cols):
          window = images[n, :, i * s[0]:i * s[0] + k[0], j * s[1]:j * s[1] + k[1]]
          result[n, c, i, j] = window.max()
  return result


def avg_pool2d(images: torch.Tensor, kernel_size, stride=None) -> torch.Tensor:
  """Add the shifted pictures, then divide once."""
  kernel = unpack2(kernel_size)
  step = kernel if stride is None else unpack2(stride)
  rows = how_many(images.shape[2], kernel[0], step[0])
  cols = how_many(images.shape[3], kernel[1], step[1])
  total = torch.zeros_like(images[:, :, :1, :1])
  for dy in range(kernel[0]):
    for dx in range(kernel[1]):
      total = total + images[:, :, dy:dy + step[0] * (rows - 1) + 1:step[0], dx:dx + step[1] * (cols - 1) + 1:step[1]]
  return total / (kernel[0] * kernel[1])


flatten = lambda images: images.flatten(start_dim=1)
