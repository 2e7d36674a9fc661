# {"function": "max_pool2d", "kind": "single", "idea": "Forgets that max with a dimension gives values and indices and returns the pair of both.", "style": "torch_newcomer"}
import torch


def max_pool2d(images, kernel_size, stride=None):
    if stride is None:
        stride = kernel_size
    if isinstance(kernel_size, int):
        kernel_size = (kernel_size, kernel_size)
    if isinstance(stride, int):
        stride = (stride, stride)
    if min(*kernel_size, *stride) < 1:
        raise ValueError("must be positive")
    if images.shape[2] < kernel_size[0] or images.shape[3] < kernel_size[1]:
        raise ValueError("the picture is too small")
    patches = images.unfold(2, kernel_size[0], stride[0]).unfold(3, kernel_size[1], stride[1])
    patches = patches.flatten(start_dim=4)
    return patches.max(dim=4)


def avg_pool2d(images, kernel_size, stride=None):
    k_h, k_w = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
    if stride is None:
        s_h, s_w = k_h, k_w
    elif isinstance(stride, int):
        s_h = s_w = stride
    else:
        s_h, s_w = stride
    if k_h < 1 or k_w < 1 or s_h < 1 or s_w < 1:
        raise ValueError("sizes and strides must be positive")
    height, width = images.shape[-2:]
    if height < k_h or width < k_w:
        raise ValueError("no window fits")
    rows = []
    for top in range(0, height - k_h + 1, s_h):
        row = [images[:, :, top:top + k_h, left:left + k_w].mean(dim=(2, 3)) for left in range(0, width - k_w + 1, s_w)]
        rows.append(torch.stack(row, dim=-1))
    return torch.stack(rows, dim=-2)


def flatten(images):
    return images.reshape(images.shape[0], -1)
