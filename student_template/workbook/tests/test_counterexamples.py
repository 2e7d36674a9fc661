"""Your tests of `counterexamples.py`: does a call keep to the rules, and is it small?

For practice, there are three wrong functions in `practice.py`. Whether a call exposes one of the
eight that nobody shows you, no test here can know.
"""

import break_it
import practice
from counterexamples import (
    channels,
    padding,
    pictures,
    practice_bias,
    practice_mean,
    practice_stride,
    sides,
    signs,
    steps,
    stride,
    weights,
)
from grids import Wrong, by_pytorch


def practised(call, function, wrong, enough):
    """Fail unless the call exposes a wrong function that can be read."""
    broken = made(call, function)
    if not by_pytorch(break_it.exposes, call, function, wrong):
        right = by_pytorch(break_it.RIGHT[function], **broken).tolist()
        raise Wrong(f"`{wrong.__name__}` gives the right answer to this call, {right}.")
    small(call, enough)


def reported(call, name):
    """Fail unless the call goes where not all is well, and is small."""
    report = break_it.REPORTS[name]
    if report.is_well(made(call, report.function)):
        raise Wrong(f"In this call, {report.where}: there the report says that all is well.")
    small(call, report.enough)


def made(call, function):
    """The arguments of the call, if the right function takes them."""
    try:
        return break_it.arguments(function, call)
    except ValueError as fault:
        raise Wrong(f"{fault}") from None


def small(call, enough):
    numbers = break_it.count(call)
    if numbers > enough:
        raise Wrong(f"The call holds {numbers} numbers; it can be done with {enough}.")


def test_practice_with_a_bias():
    practised(practice_bias(), "conv2d", practice.conv2d_with_half_a_bias, 3)


def test_practice_with_a_stride():
    practised(practice_stride(), "max_pool2d", practice.max_pool2d_one_pixel_on, 3)


def test_practice_with_a_mean():
    practised(practice_mean(), "avg_pool2d", practice.avg_pool2d_of_four, 1)


def test_call_with_padding():
    reported(padding(), "padding")


def test_call_with_a_stride():
    reported(stride(), "stride")


def test_call_with_weights():
    reported(weights(), "weights")


def test_call_with_channels():
    reported(channels(), "channels")


def test_call_with_pictures():
    reported(pictures(), "pictures")


def test_call_with_sides():
    reported(sides(), "sides")


def test_call_with_signs():
    reported(signs(), "signs")


def test_call_with_steps():
    reported(steps(), "steps")
