"""Known mistakes in `counterexamples`: calls that expose nothing, or are larger than need be.

There are many right calls, so the checks name these mistakes from what they observe.
"""

import torch

OBSERVED = True


def _with(call, **changes):
    """A function that gives the call with some of its arguments changed."""
    return lambda: {**call(), **changes}


def asks_for_the_impossible(padding):
    """You ask for something that the right function refuses. How large may a window be, how many
    channels may a kernel have? No answer can be wrong where none is right."""
    return _with(padding, weight=torch.ones(1, 1, 9, 9), padding=1)


def pads_nothing(padding):
    """Your call pads nothing, and there the report says that all is well. Which argument makes the
    frame?"""
    return _with(padding, padding=0)


def moves_by_one_pixel(stride):
    """Your call has a stride of 1, and there the report says that all is well. In how many
    directions can a stride be something else?"""
    return _with(stride, stride=1)


def is_larger_than_needed(stride):
    """Your call exposes the function, but a smaller one would. Which numbers could go without the
    two answers becoming equal?"""
    return _with(stride, images=torch.arange(1.0, 31.0).reshape(1, 1, 5, 6))


def takes_equal_weights(weights):
    """All weights of your kernel are the same number, and there the report says that all is well.
    If two of them change places, should the answer not notice?"""
    return _with(weights, weight=torch.ones(1, 2, 2, 2))


def takes_one_channel(channels):
    """Your picture has one channel, and there the report says that all is well. Which axis counts
    the channels?"""
    return _with(channels, images=torch.ones(1, 1, 1, 1), weight=torch.ones(1, 1, 2, 1))


def takes_one_picture(pictures):
    """Your batch holds one picture, and there the report says that all is well. Which axis counts
    the pictures?"""
    return _with(pictures, images=torch.ones(1, 1, 1, 1))


def takes_squares_only(sides):
    """Everything in your call is as high as it is wide, and there the report says that all is well.
    How can a mistake show that takes the one for the other?"""
    square = torch.ones(1, 1, 1, 1)
    return _with(sides, images=square, weight=square, stride=2, padding=1)


def takes_no_negative_number(signs):
    """No number of your call is negative, and there the report says that all is well. What is the
    largest of numbers below zero?"""
    return _with(signs, images=torch.tensor([[[[5.0, 3.0]]]]))


def hides_the_negative_numbers(signs):
    """There are negative numbers in your call, but in each window a larger one hides them. What has
    to be in a window, so that its largest number is negative?"""
    return _with(signs, images=torch.tensor([[[[-3.0, 5.0]]]]))


def leaves_the_windows_side_by_side(steps):
    """Your windows stand side by side, and there the report says that all is well. Which argument
    makes them overlap, or leave gaps?"""
    return _with(steps, stride=None)
