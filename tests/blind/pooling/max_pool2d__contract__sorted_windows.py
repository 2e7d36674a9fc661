# {"function": "max_pool2d", "kind": "right", "idea": "Right: sorts every window and takes its first value, largest first.", "style": "contract"}
import torch


def _pair(v):
    return (v, v) if isinstance(v, int) else tuple(v)


def _arguments(images, kernel_size, stride):
    kernel = _pair(kernel_size)
    step = kernel if stride is None else _pair(stride)
    if min(kernel) < 1 or min(step) < 1:
        raise ValueError("kernel and stride must be at least 1")
    if kernel[0] > images.shape[2] or kernel[1] > images.shape[3]:
        raise ValueError("the kernel is larger than the picture")
    return kernel, step


def max_pool2d(images, kernel_size, stride=None):
    (kh, kw), (sh, sw) = _arguments(images, kernel_size, stride)
    N, C, H, W = images.shape
    answer = []
    for y in range(0, H - kh + 1, sh):
        for x in range(0, W - kw + 1, sw):
            window = images[:, :, y:y + kh, x:x + kw].reshape(N, C, -1)
            answer.append(window.sort(dim=-1, descending=True, stable=True)[0][..., 0])
    height = (H - kh) // sh + 1
    return torch.stack(answer, dim=-1).reshape(N, C, height, -1)


def avg_pool2d(images, kernel_size, stride=None):
    (kh, kw), (sh, sw) = _arguments(images, kernel_size, stride)
    return images.unfold(2, kh, sh).unfold(3, kw, sw).mean(dim=(-2, -1))


def flatten(images):
    return torch.stack([picture.flatten() for picture in images])
