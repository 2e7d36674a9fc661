# {"function": "max_pool2d", "kind": "right", "idea": "Sorts each window and takes the last number.", "style": "sorter"}
import torch


def make_pair(x):
  return (x, x) if isinstance(x, int) else tuple(x)


def n_windows(side, k, s, p=0):
  if k < 1 or s < 1:
    raise ValueError("kernel_size and stride must be at least 1")
  if p < 0:
    raise ValueError("padding can't be negative")
  if k > side + 2 * p:
    raise ValueError(f"a window of {k} does not fit on {side + 2 * p} pixels")
  return (side + 2 * p - k) // s + 1


def max_pool2d(images, kernel_size, stride=None):
  k = make_pair(kernel_size)
  s = k if stride is None else make_pair(stride)
  ho, wo = (n_windows(images.shape[d + 2], k[d], s[d]) for d in (0, 1))
  ordered, _ = images.unfold(2, k[0], s[0]).unfold(3, k[1], s[1]).reshape(*images.shape[:2], ho, wo, -1).sort(dim=-1)
  return ordered[..., -1]


def avg_pool2d(images, kernel_size, stride=None):
  kh, kw = make_pair(kernel_size)
  sh, sw = make_pair(kernel_size if stride is None else stride)
  n_windows(images.shape[2], kh, sh)
  n_windows(images.shape[3], kw, sw)
  return images.unfold(2, kh, sh).unfold(3, kw, sw).mean(dim=(-2, -1))


def flatten(images):
  """channel after channel, row after row"""
  planes = [images[:, c, r, :] for c in range(images.shape[1]) for r in range(images.shape[2])]
  return torch.cat(planes, dim=1)
