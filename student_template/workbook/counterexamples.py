"""Break it, for a bonus: calls on which wrong functions give themselves away.

Eight people wrote `conv2d`, `max_pool2d` or `avg_pool2d`, as you did, and each made a mistake. What
they wrote is not shown. What is known is where all is well with it: that is the report. Give *one
call* for each report, on which the wrong function and PyTorch's give different answers, whatever
exactly the mistake is. A call is a dict of arguments:

    {"images": torch.ones(1, 1, 2, 2), "weight": torch.ones(1, 1, 1, 1), "stride": 2}

Small calls earn more. What counts is how many numbers the tensors hold; settings are free. Each
report says how many numbers are enough for all points. Twice as many earn half of the points, and
no call that exposes its function earns less.

The rules are in `break_it.py`: at most 100 numbers from -100 to 100, and settings up to 5. A call
that the right function refuses exposes nothing.
"""

import torch

# Name of an argument → value.
Call = dict[str, torch.Tensor | int | tuple[int, int] | None]


def practice_bias() -> Call:
    """To practise, without points: expose `conv2d_with_half_a_bias`, which is in `practice.py`.

    3 numbers are enough.
    """
    # TODO: return the arguments of a call of `conv2d`.
    raise NotImplementedError("practice_bias is still to do")


def practice_stride() -> Call:
    """To practise, without points: expose `max_pool2d_one_pixel_on`, which is in `practice.py`.

    3 numbers are enough.
    """
    # TODO: return the arguments of a call of `max_pool2d`.
    raise NotImplementedError("practice_stride is still to do")


def practice_mean() -> Call:
    """To practise, without points: expose `avg_pool2d_of_four`, which is in `practice.py`.

    1 number is enough.
    """
    # TODO: return the arguments of a call of `avg_pool2d`.
    raise NotImplementedError("practice_mean is still to do")


def padding() -> Call:
    """Report: one person's `conv2d` is right as long as nothing is padded.

    2 numbers are enough.
    """
    # TODO: return the arguments of a call of `conv2d`.
    raise NotImplementedError("padding is still to do")


def stride() -> Call:
    """Report: one person's `conv2d` is right as long as the stride is 1.

    7 numbers are enough.
    """
    # TODO: return the arguments of a call of `conv2d`.
    raise NotImplementedError("stride is still to do")


def weights() -> Call:
    """Report: one person's `conv2d` is right as long as the weights of each kernel are all equal.

    10 numbers are enough.
    """
    # TODO: return the arguments of a call of `conv2d`.
    raise NotImplementedError("weights is still to do")


def channels() -> Call:
    """Report: one person's `conv2d` is right as long as there is one channel.

    7 numbers are enough.
    """
    # TODO: return the arguments of a call of `conv2d`.
    raise NotImplementedError("channels is still to do")


def pictures() -> Call:
    """Report: one person's `conv2d` is right as long as there is one picture in the batch.

    4 numbers are enough.
    """
    # TODO: return the arguments of a call of `conv2d`.
    raise NotImplementedError("pictures is still to do")


def sides() -> Call:
    """Report: one person's `conv2d` is right as long as everything is as high as it is wide: the
    pictures, the kernels, the stride and the padding.

    6 numbers are enough.
    """
    # TODO: return the arguments of a call of `conv2d`.
    raise NotImplementedError("sides is still to do")


def signs() -> Call:
    """Report: one person's `max_pool2d` is right as long as no number is negative.

    2 numbers are enough.
    """
    # TODO: return the arguments of a call of `max_pool2d`.
    raise NotImplementedError("signs is still to do")


def steps() -> Call:
    """Report: one person's `avg_pool2d` is right as long as the windows stand side by side.

    3 numbers are enough.
    """
    # TODO: return the arguments of a call of `avg_pool2d`.
    raise NotImplementedError("steps is still to do")
