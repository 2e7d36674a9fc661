# {"function": "avg_pool2d", "kind": "pair", "idea": "Divides the sum by the area of the stride. And collects in a float32 buffer whatever comes in.", "style": "type_hint_lover"}
"""Many numbers into one."""
import torch

Pair = int | tuple[int, int]


def tupled(x: Pair) -> tuple[int, int]:
    return tuple(x) if hasattr(x, "__len__") else (x,) * 2


pr = lambda v: v if isinstance(v, tuple) else (v, v)


def count_places(side, k, s, p=0):
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


def max_pool2d(images, kernel_size, stride=None):
    k = pr(kernel_size)
    s = k if stride is None else pr(stride)
    validate(*images.shape[2:], k, s)
    return images.unfold(2, k[0], s[0]).unfold(3, k[1], s[1]).reshape(*images.shape[:2], (images.shape[2]-k[0])//s[0]+1, -1, k[0]*k[1]).max(-1)[0]


def avg_pool2d(images: torch.Tensor, kernel_size: Pair, stride: Pair | None = None) -> torch.Tensor:
    kernel: tuple[int, int] = tupled(kernel_size)
    step: tuple[int, int] = tupled(kernel_size if stride is None else stride)
    height: int = count_places(images.shape[2], kernel[0], step[0])
    width: int = count_places(images.shape[3], kernel[1], step[1])
    result: torch.Tensor = torch.zeros(*images.shape[:2], height, width, dtype=torch.float32)
    for i in range(height):
        for j in range(width):
            top: int = i * step[0]
            left: int = j * step[1]
            patch: torch.Tensor = images[:, :, top:top + kernel[0], left:left + kernel[1]]
            result[:, :, i, j] = patch.sum(dim=(2, 3)) / (step[0] * step[1])
    return result


def flatten(images: torch.Tensor) -> torch.Tensor:
    n, c, h, w = images.shape
    return images.contiguous().view(n, c * h * w)
