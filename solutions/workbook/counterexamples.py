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
    # BEGIN SOLUTION: return the arguments of a call of `conv2d`.
    one = torch.ones(1, 1, 1, 1)
    return {"images": one, "weight": one, "bias": torch.ones(1)}
    # END SOLUTION


def practice_stride() -> Call:
    """To practise, without points: expose `max_pool2d_one_pixel_on`, which is in `practice.py`.

    3 numbers are enough.
    """
    # BEGIN SOLUTION: return the arguments of a call of `max_pool2d`.
    return {"images": torch.ones(1, 1, 1, 3), "kernel_size": (1, 2)}
    # END SOLUTION


def practice_mean() -> Call:
    """To practise, without points: expose `avg_pool2d_of_four`, which is in `practice.py`.

    1 number is enough.
    """
    # BEGIN SOLUTION: return the arguments of a call of `avg_pool2d`.
    return {"images": torch.ones(1, 1, 1, 1), "kernel_size": 1}
    # END SOLUTION


def padding() -> Call:
    """Report: one person's `conv2d` is right as long as nothing is padded.

    2 numbers are enough.
    """
    # BEGIN SOLUTION: return the arguments of a call of `conv2d`.
    # A single pixel in a frame that is wider than high: wherever the frame goes wrong, it shows.
    one = torch.ones(1, 1, 1, 1)
    return {"images": one, "weight": one, "padding": (1, 2)}
    # END SOLUTION


def stride() -> Call:
    """Report: one person's `conv2d` is right as long as the stride is 1.

    7 numbers are enough.
    """
    # BEGIN SOLUTION: return the arguments of a call of `conv2d`.
    # Two strides that differ, and pixels left over at the right.
    pixels = torch.arange(1.0, 7.0).reshape(1, 1, 1, 6)
    return {"images": pixels, "weight": torch.ones(1, 1, 1, 1), "stride": (2, 3)}
    # END SOLUTION


def weights() -> Call:
    """Report: one person's `conv2d` is right as long as the weights of each kernel are all equal.

    10 numbers are enough.
    """
    # BEGIN SOLUTION: return the arguments of a call of `conv2d`.
    # A lonely pixel of each channel, of different size, prints every weight into the result.
    pixels = torch.tensor([1.0, 10.0]).reshape(1, 2, 1, 1)
    return {"images": pixels, "weight": torch.arange(8.0).reshape(1, 2, 2, 2), "padding": 1}
    # END SOLUTION


def channels() -> Call:
    """Report: one person's `conv2d` is right as long as there is one channel.

    7 numbers are enough.
    """
    # BEGIN SOLUTION: return the arguments of a call of `conv2d`.
    # The channels differ, and so do their weights; a bias, in case that it is added for each.
    pixels = torch.tensor([1.0, 10.0]).reshape(1, 2, 1, 1)
    kernel = torch.tensor([1.0, 2.0, 3.0, 5.0]).reshape(1, 2, 2, 1)
    return {"images": pixels, "weight": kernel, "bias": torch.ones(1), "padding": (1, 0)}
    # END SOLUTION


def pictures() -> Call:
    """Report: one person's `conv2d` is right as long as there is one picture in the batch.

    4 numbers are enough.
    """
    # BEGIN SOLUTION: return the arguments of a call of `conv2d`.
    # Two pictures and two kernels: four answers, no two of them alike.
    pixels = torch.tensor([1.0, 10.0]).reshape(2, 1, 1, 1)
    return {"images": pixels, "weight": torch.tensor([1.0, 2.0]).reshape(2, 1, 1, 1)}
    # END SOLUTION


def sides() -> Call:
    """Report: one person's `conv2d` is right as long as everything is as high as it is wide: the
    pictures, the kernels, the stride and the padding.

    6 numbers are enough.
    """
    # BEGIN SOLUTION: return the arguments of a call of `conv2d`.
    # An upright picture, a level kernel, and pairs of different numbers.
    pixels = torch.tensor([1.0, 2.0]).reshape(1, 1, 2, 1)
    kernel = torch.tensor([1.0, 3.0]).reshape(1, 1, 1, 2)
    return {"images": pixels, "weight": kernel, "stride": (1, 2), "padding": (1, 2)}
    # END SOLUTION


def signs() -> Call:
    """Report: one person's `max_pool2d` is right as long as no number is negative.

    2 numbers are enough.
    """
    # BEGIN SOLUTION: return the arguments of a call of `max_pool2d`.
    # Both numbers are negative, and the larger one is nearer to zero.
    return {"images": torch.tensor([[[[-5.0, -3.0]]]]), "kernel_size": (1, 2)}
    # END SOLUTION


def steps() -> Call:
    """Report: one person's `avg_pool2d` is right as long as the windows stand side by side.

    3 numbers are enough.
    """
    # BEGIN SOLUTION: return the arguments of a call of `avg_pool2d`.
    return {"images": torch.tensor([[[[1.0, 2.0, 4.0]]]]), "kernel_size": 1, "stride": 2}
    # END SOLUTION
