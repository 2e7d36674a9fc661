"""Three wrong functions to practise on, for `counterexamples.py`. Read them: what is wrong here?"""

from torch.nn import functional as F


def conv2d_with_half_a_bias(images, weight, bias=None, stride=1, padding=0):
    """`conv2d`, but half of the bias gets lost."""
    return F.conv2d(images, weight, bias if bias is None else bias / 2, stride, padding)


def max_pool2d_one_pixel_on(images, kernel_size, stride=None):
    """`max_pool2d`, but without a stride its windows move by one pixel."""
    return F.max_pool2d(images, kernel_size, 1 if stride is None else stride)


def avg_pool2d_of_four(images, kernel_size, stride=None):
    """`avg_pool2d`, but it divides by four whatever the size of the window is."""
    return F.avg_pool2d(images, kernel_size, stride, divisor_override=4)
