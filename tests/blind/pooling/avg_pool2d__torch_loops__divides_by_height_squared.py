# {"function": "avg_pool2d", "kind": "single", "idea": "Divides by the kernel height times itself instead of height times width.", "style": "torch-loops"}
import torch


def setup(x, kernel_size, stride):
    if stride is None:
        stride = kernel_size
    k_h, k_w = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
    s_h, s_w = (stride, stride) if isinstance(stride, int) else stride
    if k_h < 1 or k_w < 1:
        raise ValueError("kernel_size must be positive")
    if s_h < 1 or s_w < 1:
        raise ValueError("stride must be positive")
    H, W = x.shape[2:]
    if k_h > H or k_w > W:
        raise ValueError("kernel is larger than image")
    return k_h, k_w, s_h, s_w, (H - k_h) // s_h + 1, (W - k_w) // s_w + 1


def max_pool2d(x, kernel_size, stride=None):
    k_h, k_w, s_h, s_w, H_out, W_out = setup(x, kernel_size, stride)
    N, C = x.shape[:2]
    out = torch.zeros(N, C, H_out, W_out, dtype=x.dtype)
    for i in range(H_out):
        for j in range(W_out):
            patch = x[:, :, i * s_h:i * s_h + k_h, j * s_w:j * s_w + k_w]
            out[:, :, i, j] = patch.reshape(N, C, -1).max(dim=2)[0]
    return out


def avg_pool2d(x, kernel_size, stride=None):
    k_h, k_w, s_h, s_w, H_out, W_out = setup(x, kernel_size, stride)
    N, C = x.shape[:2]
    out = torch.zeros(N, C, H_out, W_out, dtype=x.dtype)
    for i in range(H_out):
        for j in range(W_out):
            patch = x[:, :, i * s_h:i * s_h + k_h, j * s_w:j * s_w + k_w]
            out[:, :, i, j] = patch.sum(dim=(2, 3)) / (k_h * k_h)
    return out


def flatten(x):
    N, C, H, W = x.shape
    return x.reshape(N, C * H * W)
