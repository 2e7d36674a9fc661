import torch

def two(v):
    try:
        a, b = v
    except TypeError:
        a = b = v
    return a, b

def windows(x, k, s):
    kh, kw = two(k)
    sh, sw = two(k if s is None else s)
    if kh < 1 or kw < 1: raise ValueError('kernel_size must be positive')
    if sh < 1 or sw < 1: raise ValueError('stride must be positive')
    n, c, h, w = x.shape
    if kh > h or kw > w: raise ValueError('kernel larger than the image')
    x = x.contiguous()
    bn, bc, bh, bw = x.stride()
    oh = 1 + (h - kh)//sh
    ow = 1 + (w - kw)//sw
    v = torch.as_strided(x, (n, c, oh, ow, kh, kw), (bn, bc, bh*sh, bw*sw, bh, bw))
    return v.reshape(n, c, oh, ow, kh*kw)

def max_pool2d(x, kernel_size, stride=None):
    return windows(x, kernel_size, stride).max(-1).values

def means(size, kernel, stride):
    """A sparse matrix that takes means along one side."""
    places = [(row, row * stride + i) for row in range((size - kernel) // stride + 1) for i in range(kernel)]
    shape = ((size - kernel) // stride + 1, size)
    return torch.sparse_coo_tensor(torch.tensor(places).t(), torch.full((len(places),), 1 / kernel, dtype=torch.float64), shape)

def avg_pool2d(x, kernel_size, stride=None):
    (kh, kw), (sh, sw) = two(kernel_size), two(kernel_size if stride is None else stride)
    windows(x, kernel_size, stride)     # refuses what is impossible
    n, c, h, w = x.shape
    down, across = means(h, kh, sh), means(w, kw, sw)
    lines = torch.sparse.mm(down, x.double().permute(2, 0, 1, 3).reshape(h, -1))
    lines = lines.reshape(-1, n, c, w).permute(3, 1, 2, 0).reshape(w, -1)
    return torch.sparse.mm(across, lines).reshape(-1, n, c, len(down)).permute(1, 2, 3, 0).to(x.dtype)

def flatten(x):
    return x.reshape(len(x), -1)
