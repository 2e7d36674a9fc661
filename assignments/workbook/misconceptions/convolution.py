"""Known mistakes in `convolution`: each takes the right function and returns the wrong one.

Students often write the size, the windows and the sum apart, so a mistake in one of them is not
yet a mistake in the others. Code that refuses windows that do not come out even, or that crashes
without padding, is not among them: it gives no wrong answer to recognise it by. `PROPERTIES` and
`PROBES` let such code be told in which situations it is right.

Of two mistakes in one function, the first in this file is made first. So mistakes that reckon with
the arguments come before those that change them.
"""

# ruff: noqa: N803 - a parameter has the name of what it replaces, and one of them is a class

import functools
import inspect

import torch
import torch.nn.functional as F
from torch import nn


def _pair(value):
    """(vertical, horizontal)."""
    return (value, value) if isinstance(value, int) else tuple(value)


def _exchanged(value):
    """(horizontal, vertical)."""
    return _pair(value)[::-1]


def _first(value):
    """The vertical one."""
    return _pair(value)[0]


def _with(right, **changes):
    """`right`, asked for something else: `changes` has a function for each argument to change."""
    signature = inspect.signature(right)

    @functools.wraps(right)
    def wrong(*args, **kwargs):
        asked = signature.bind(*args, **kwargs)
        asked.apply_defaults()
        for name, change in changes.items():
            asked.arguments[name] = change(asked.arguments[name])
        return right(*asked.args, **asked.kwargs)

    return wrong


def _then(right, change):
    """`right`, but something happens to its answer."""
    return functools.wraps(right)(lambda *args, **kwargs: change(right(*args, **kwargs)))


def _leftover(sides, kernel, stride, padding=0):
    """How many pixels are left over behind the last window, in each direction."""
    geometry = zip(sides, _pair(kernel), _pair(stride), _pair(padding), strict=True)
    return [(side + 2 * pad - length) % step for side, length, step, pad in geometry]


def _windows(sides, kernel, stride, padding=0):
    """How many windows there are in each direction."""
    geometry = zip(sides, _pair(kernel), _pair(stride), _pair(padding), strict=True)
    return [(side + 2 * pad - length) // step + 1 for side, length, step, pad in geometry]


def _for_geometry(words, holds):
    """A property for each way in which a function here is told the geometry: `holds` gets sides,
    kernel, stride and padding."""

    def of_convolution(images, weight, stride, padding):
        return holds(images.shape[2:], weight.shape[2:], stride, padding)

    def of_layer(images, kernel_size, stride, padding):
        return holds(images.shape[2:], kernel_size, stride, padding)

    def of_windows(images, kernel_size, stride):
        return holds(images.shape[2:], kernel_size, stride, 0)

    return tuple((words, each) for each in (of_convolution, of_layer, of_windows))


def _is_square(sides, kernel, stride, padding):
    """Whether nothing tells height from width."""
    return all(len(set(pair)) == 1 for pair in (sides, *map(_pair, (kernel, stride, padding))))


def _is_smaller(sides, kernel, stride, padding):
    """Whether the window leaves something free in both directions."""
    geometry = zip(sides, _pair(kernel), _pair(padding), strict=True)
    return all(side + 2 * pad > length for side, length, pad in geometry)


def _leaves_room(size, kernel_size, padding):
    """Whether the window leaves something free on the side."""
    return size + 2 * padding > kernel_size


EVEN = "the last window ends exactly at the border"
AXES = {
    "images": ("picture", "channel", "row", "column"),
    "weight": ("output channel", "input channel", "row", "column"),
}
PROPERTIES = (
    (
        EVEN,
        lambda size, kernel_size, stride, padding: (size + 2 * padding - kernel_size) % stride == 0,
    ),
    ("the window fits on the side without padding", lambda size, kernel_size: size >= kernel_size),
    ("windows stand side by side", lambda size, kernel_size, stride: kernel_size == stride),
    ("windows overlap or touch", lambda size, kernel_size, stride: kernel_size >= stride),
    ("windows do not overlap", lambda size, kernel_size, stride: kernel_size <= stride),
    ("the window divides the side", lambda size, kernel_size: size % kernel_size == 0),
    ("the stride divides the side", lambda size, stride: size % stride == 0),
    ("the window is smaller than the padded side", _leaves_room),
    *_for_geometry(EVEN, lambda *geometry: not any(_leftover(*geometry))),
    *_for_geometry(
        "the lowest window ends exactly at the border",
        lambda *geometry: not _leftover(*geometry)[0],
    ),
    *_for_geometry(
        "the rightmost window ends exactly at the border",
        lambda *geometry: not _leftover(*geometry)[1],
    ),
    *_for_geometry(
        "there are as many rows of windows as columns",
        lambda *geometry: len(set(_windows(*geometry))) == 1,
    ),
    *_for_geometry("there is a single window", lambda *geometry: set(_windows(*geometry)) == {1}),
    *_for_geometry(
        "there is a single row of windows", lambda *geometry: _windows(*geometry)[0] == 1
    ),
    *_for_geometry(
        "there is a single column of windows", lambda *geometry: _windows(*geometry)[1] == 1
    ),
    *_for_geometry(
        "there are at least as many rows of windows as columns",
        lambda *geometry: int.__ge__(*_windows(*geometry)),
    ),
    *_for_geometry(
        "there are at least as many columns of windows as rows",
        lambda *geometry: int.__le__(*_windows(*geometry)),
    ),
    *_for_geometry(
        "a window ends exactly at the lower or at the right border",
        lambda *geometry: not all(_leftover(*geometry)),
    ),
    *_for_geometry(
        "the window's sides are odd",
        lambda sides, kernel, stride, padding: all(side % 2 for side in _pair(kernel)),
    ),
    *_for_geometry(
        "the window fits on the picture without padding",
        lambda sides, kernel, stride, padding: all(map(int.__ge__, sides, _pair(kernel))),
    ),
    *_for_geometry("everything is as high as it is wide", _is_square),
    *_for_geometry(
        "the window is as high as it is wide",
        lambda sides, kernel, stride, padding: len(set(_pair(kernel))) == 1,
    ),
    *_for_geometry(
        "the window is a single pixel",
        lambda sides, kernel, stride, padding: set(_pair(kernel)) == {1},
    ),
    *_for_geometry(
        "the window is a single row of pixels",
        lambda sides, kernel, stride, padding: _pair(kernel)[0] == 1,
    ),
    *_for_geometry(
        "the window is a single column of pixels",
        lambda sides, kernel, stride, padding: _pair(kernel)[1] == 1,
    ),
    *_for_geometry("the window is smaller than the padded picture", _is_smaller),
    *_for_geometry(
        "windows stand side by side",
        lambda sides, kernel, stride, padding: _pair(kernel) == _pair(stride),
    ),
    *_for_geometry(
        "windows overlap or touch",
        lambda sides, kernel, stride, padding: all(map(int.__ge__, _pair(kernel), _pair(stride))),
    ),
    *_for_geometry(
        "windows do not overlap",
        lambda sides, kernel, stride, padding: all(map(int.__le__, _pair(kernel), _pair(stride))),
    ),
    *_for_geometry(
        "the window divides the picture's sides",
        lambda sides, kernel, stride, padding: not any(map(int.__mod__, sides, _pair(kernel))),
    ),
    *_for_geometry(
        "the stride divides the picture's sides",
        lambda sides, kernel, stride, padding: not any(map(int.__mod__, sides, _pair(stride))),
    ),
    *_for_geometry(
        "all settings are single numbers",
        lambda sides, kernel, stride, padding: isinstance(stride, int) and isinstance(padding, int),
    ),
    ("there are three channels", lambda images: images.shape[1] == 3),
    ("the padding is 1", lambda padding: _pair(padding) == (1, 1)),
    ("there is padding on every side", lambda padding: min(_pair(padding)) > 0),
    (
        "there are as many kernels as channels",
        lambda images, weight: weight.shape[0] == weight.shape[1],
    ),
    ("there are as many kernels as pictures", lambda images, weight: len(weight) == len(images)),
)


def _size_call(numbers, size, kernel_size, stride, padding):
    """A call of `output_size`."""
    return {"size": size, "kernel_size": kernel_size, "stride": stride, "padding": padding}


def _windows_call(numbers, pictures, channels, sides, kernel_size, stride):
    """A call of `sliding_windows`."""
    images = numbers(pictures, channels, *sides)
    return {"images": images, "kernel_size": kernel_size, "stride": stride}


def _convolution_call(
    numbers, pictures, channels, kernels, sides, kernel, stride, padding, has_bias
):
    """A call of `conv2d`."""
    return {
        "images": numbers(pictures, channels, *sides),
        "weight": numbers(kernels, channels, *kernel),
        "bias": numbers(kernels) if has_bias else None,
        "stride": stride,
        "padding": padding,
    }


def _layer_call(
    numbers, pictures, channels, out_channels, sides, kernel_size, stride, padding, bias
):
    """A layer `Conv2d` with parameters of ours, and a call of it."""
    high, wide = _pair(kernel_size)
    state = {"weight": numbers(out_channels, channels, high, wide).detach()}
    if bias:
        state["bias"] = numbers(out_channels).detach()
    return {
        "made": {
            "in_channels": channels,
            "out_channels": out_channels,
            "kernel_size": kernel_size,
            "stride": stride,
            "padding": padding,
            "bias": bias,
        },
        "state": {name: value.float() for name, value in state.items()},
        "images": numbers(pictures, channels, *sides).detach().float(),
    }


SIDES = ((5, 5), (5, 4), (4, 5), (6, 6), (4, 7), (8, 4), (4, 8), (6, 2), (2, 6))
KERNELS = ((2, 2), (3, 3), (3, 2), (2, 3), (1, 1), (1, 3), (3, 1), (6, 6))
STRIDES = (1, 2, (1, 1), (1, 2), (2, 1), 3)
PADDINGS = (0, 1, 2, (1, 1), (0, 1), (2, 1))
PROBES = {
    "output_size": (
        _size_call,
        {
            "size": (6, 7, 8, 5, 9, 2),
            "kernel_size": (2, 1, 3, 4),
            "stride": (1, 2, 3, 4),
            "padding": (0, 1, 2),
        },
    ),
    "sliding_windows": (
        _windows_call,
        {
            "pictures": (2, 1, 3),
            "channels": (2, 1, 3),
            "sides": SIDES,
            "kernel_size": (2, 3, (2, 2), (3, 2), (2, 3), 1, (1, 3), (3, 1)),
            "stride": STRIDES,
        },
    ),
    "conv2d": (
        _convolution_call,
        {
            "pictures": (2, 1),
            "channels": (2, 1, 3),
            "kernels": (3, 1, 2),
            "sides": SIDES,
            "kernel": KERNELS,
            "stride": STRIDES,
            "padding": PADDINGS,
            "has_bias": (True, False),
        },
    ),
    "Conv2d": (
        _layer_call,
        {
            "pictures": (2, 1),
            "channels": (2, 1, 3),
            "out_channels": (3, 1, 2),
            "sides": SIDES,
            "kernel_size": (2, 3, (2, 2), (3, 2), (2, 3), 1),
            "stride": STRIDES,
            "padding": PADDINGS,
            "bias": (True, False),
        },
    ),
}


def _weighted_sum(windows, weight, bias):
    """The answer of `conv2d`; what sticks out counts nothing."""
    if all(map(int.__le__, windows.shape[4:], weight.shape[2:])):
        weight = weight[..., : windows.shape[4], : windows.shape[5]]
    result = torch.einsum("nchwij,ocij->nohw", windows.nan_to_num(0.0), weight)
    return result if bias is None else result + bias.reshape(-1, 1, 1)


SIZES = {
    "output_size": lambda size, kernel_size, stride, padding: (size, kernel_size, stride, padding)
}
WINDOWS = {
    "sliding_windows": (
        "images",
        lambda kernel_size, stride: (kernel_size, stride, 0),
        lambda windows: windows.nan_to_num(0.0),
    ),
    "conv2d": (
        "images",
        lambda weight, stride, padding: (tuple(weight.shape[2:]), stride, padding),
        _weighted_sum,
    ),
}


def size_refuses_nothing(output_size):
    """You count windows where none can be. What should happen if the window does not fit, or does
    not move?"""

    def wrong(size, kernel_size, stride=1, padding=0):
        try:
            return output_size(size, kernel_size, stride, padding)
        except ValueError:
            return (size + 2 * padding - kernel_size) // stride + 1

    return wrong


def _steps(size, kernel_size, stride, padding):
    """How many strides the window can move, fractions included."""
    return (size + 2 * padding - kernel_size) / stride


def size_rounds_up(output_size):
    """You count the last window even where a part of it sticks out. Count the whole windows of 3 on
    8 pixels, 2 apart, with a pencil."""

    def wrong(size, kernel_size, stride=1, padding=0):
        right = output_size(size, kernel_size, stride, padding)
        return right + (_steps(size, kernel_size, stride, padding) % 1 > 0)

    return wrong


def size_rounds_the_steps(output_size):
    """You round to the nearest number, so that sometimes a window is counted that sticks out.
    Count the whole windows of 3 on 6 pixels, 2 apart, with a pencil."""

    def wrong(size, kernel_size, stride=1, padding=0):
        right = output_size(size, kernel_size, stride, padding)
        steps = _steps(size, kernel_size, stride, padding)
        return right + round(steps) - int(steps)

    return wrong


def size_rounds_after_adding_one(output_size):
    """You round to the nearest number, so that sometimes a window is counted that sticks out.
    Count the whole windows of 3 on 8 pixels, 2 apart, with a pencil."""

    def wrong(size, kernel_size, stride=1, padding=0):
        right = output_size(size, kernel_size, stride, padding)
        windows = _steps(size, kernel_size, stride, padding) + 1
        return right + round(windows) - int(windows)

    return wrong


def size_is_a_fraction(output_size):
    """Your size is a float. Which of Python's two divisions keeps whole numbers whole?"""

    def wrong(size, kernel_size, stride=1, padding=0):
        right = output_size(size, kernel_size, stride, padding)
        return right + _steps(size, kernel_size, stride, padding) % 1

    return wrong


def size_leaves_out_the_last_window(output_size):
    """You leave out the window that ends exactly at the border. Does `range` reach its end?"""

    def wrong(size, kernel_size, stride=1, padding=0):
        right = output_size(size, kernel_size, stride, padding)
        return right - (_steps(size, kernel_size, stride, padding) % 1 == 0)

    return wrong


def size_adds_one_before_dividing(output_size):
    """You count one window too few where the stride comes out even. Which part of the size counts
    steps, and which the first window?"""

    def wrong(size, kernel_size, stride=1, padding=0):
        return output_size(size + 1, kernel_size, stride, padding) - 1

    return wrong


def size_ignores_the_kernel(output_size):
    """Your size is the side divided by the stride. Does a larger window not need more room?"""
    return lambda size, kernel_size, stride=1, padding=0: (size + 2 * padding) // stride


def size_divides_the_kernel_only(output_size):
    """You divide the kernel by the stride, and nothing else. Which part of the formula is the way
    that the window goes in steps? Without brackets, division comes before subtraction."""

    def wrong(size, kernel_size, stride=1, padding=0):
        output_size(size, kernel_size, stride, padding)
        return size + 2 * padding - kernel_size // stride + 1

    return wrong


def size_forgets_the_first_window(output_size):
    """You count the steps from window to window, which are fewer than the windows. How many posts
    has a fence of three boards?"""
    return _then(output_size, lambda windows: windows - 1)


def size_counts_one_too_many(output_size):
    """You count one window more than there are. Where does the last one start, and where does it
    end?"""
    return _then(output_size, lambda windows: windows + 1)


def size_steps_by_the_kernel(output_size):
    """Your windows never overlap, whatever the stride is. By how much does the window move?"""
    return lambda size, kernel_size, stride=1, padding=0: output_size(
        size, kernel_size, kernel_size, padding
    )


def size_ignores_the_stride(output_size):
    """Your size is the same for every stride. How many windows of 2 pixels fit on 6 pixels side by
    side?"""
    return _with(output_size, stride=lambda stride: 1)


def size_counts_the_padding_once(output_size):
    """Your size counts the padding once. At how many ends of the side is it added?"""

    def wrong(size, kernel_size, stride=1, padding=0):
        output_size(size, kernel_size, stride, padding)
        return (size + padding - kernel_size) // stride + 1

    return wrong


def size_ignores_the_padding(output_size):
    """Your size is the same with and without padding. How long is the side, with padding?"""

    def wrong(size, kernel_size, stride=1, padding=0):
        output_size(size, kernel_size, stride, padding)
        return (size - kernel_size) // stride + 1

    return wrong


def windows_refuse_nothing(sliding_windows):
    """You cut windows where none can be. What should happen if a window does not fit?"""

    def wrong(images, kernel_size, stride=1):
        try:
            return sliding_windows(images, kernel_size, stride)
        except ValueError:
            kernel = _pair(kernel_size)
            sides = zip(images.shape[2:], kernel, _pair(stride), strict=True)
            rows, columns = ((side - high) // step + 1 for side, high, step in sides)
            return images.new_zeros(*images.shape[:2], rows, columns, *kernel)

    return wrong


def windows_count_with_the_stride_but_move_by_one(sliding_windows):
    """You have as many windows as you should, but they start one pixel apart. Where does the second
    one start when the stride is 2?"""

    def wrong(images, kernel_size, stride=1):
        rows, columns = sliding_windows(images, kernel_size, stride).shape[2:4]
        return sliding_windows(images, kernel_size)[:, :, :rows, :columns]

    return wrong


def windows_use_the_height_twice(sliding_windows):
    """You cut as many columns of windows as would fit on the height of the picture. What would have
    to change if the picture were wider than high?"""

    def wrong(images, kernel_size, stride=1):
        windows = sliding_windows(images, kernel_size, stride)
        fitting = (images.shape[2] - _pair(kernel_size)[1]) // _pair(stride)[1] + 1
        if fitting > windows.shape[3]:
            raise IndexError("A window lies outside of the picture.")
        return windows[:, :, :, :fitting]

    return wrong


def windows_lack_the_last_row_and_column(sliding_windows):
    """You leave out the windows that end exactly at the border. Does `range` reach its end?"""

    def wrong(images, kernel_size, stride=1):
        windows = sliding_windows(images, kernel_size, stride)
        sides = zip(images.shape[2:], _pair(kernel_size), _pair(stride), strict=True)
        rows, columns = (-(-(side - length) // step) for side, length, step in sides)
        return windows[:, :, :rows, :columns]

    return wrong


def windows_take_the_height_for_the_row_length(sliding_windows):
    """Your windows go on by the height from one row to the next. How many numbers does one row of
    the picture have? Try one that is wider than high."""

    def wrong(images, kernel_size, stride=1):
        shape = sliding_windows(images, kernel_size, stride).shape
        (down, right), (height, width) = _pair(stride), images.shape[2:]
        plane = height * width
        steps = (images.shape[1] * plane, plane, height * down, right, height, 1)
        return images.contiguous().as_strided(shape, steps)

    return wrong


def windows_stand_side_by_side(sliding_windows):
    """Your windows never overlap, whatever the stride is. By how much should they move?"""
    return lambda images, kernel_size, stride=1: sliding_windows(images, kernel_size, kernel_size)


def windows_ignore_the_stride(sliding_windows):
    """Your windows always start one pixel apart, so there are too many. What should halve their
    number?"""
    return _with(sliding_windows, stride=lambda stride: 1)


def windows_swap_the_strides(sliding_windows):
    """Your windows take the two strides the other way round: the vertical one comes first. Give
    them different values and watch which side shrinks."""
    return _with(sliding_windows, stride=_exchanged)


def windows_use_the_vertical_stride_twice(sliding_windows):
    """Your windows move to the right by the vertical stride. What is the second number of the
    stride for?"""
    return _with(sliding_windows, stride=_first)


def windows_swap_the_kernel_sides(sliding_windows):
    """Your windows are as wide as they should be high. Try one that is 1 high and 3 wide."""
    return _with(sliding_windows, kernel_size=_exchanged)


def windows_use_the_kernel_height_twice(sliding_windows):
    """Your windows are always squares. What is the second number of the kernel size for?"""
    return _with(sliding_windows, kernel_size=_first)


def windows_hold_their_pixels_transposed(sliding_windows):
    """Rows and columns are exchanged inside of your windows. Compare the first one with the upper
    left corner of the picture."""
    return _then(sliding_windows, lambda windows: windows.transpose(4, 5))


def windows_stand_in_transposed_order(sliding_windows):
    """Your windows are counted to the right first, then down. Is `windows[0, 0, 1, 0]` the one
    below the first, or the one beside it?"""
    return _then(sliding_windows, lambda windows: windows.transpose(2, 3))


def windows_have_their_pixels_first(sliding_windows):
    """The axes of the pixels stand before the axes of the windows. Say aloud what each axis of your
    result counts."""
    return _then(sliding_windows, lambda windows: windows.permute(0, 1, 4, 5, 2, 3))


def windows_have_their_channels_late(sliding_windows):
    """The channels stand behind rows and columns of windows. Say aloud what each axis of your
    result counts."""
    return _then(sliding_windows, lambda windows: windows.permute(0, 2, 3, 1, 4, 5))


def windows_lie_in_one_row(sliding_windows):
    """Your windows are one long list. How would you find the window below a given one?"""
    return _then(sliding_windows, lambda windows: windows.flatten(2, 3))


def windows_are_always_float32(sliding_windows):
    """Your windows are float32 even for float64 pictures. Which dtype does `torch.zeros` choose if
    it is not told?"""
    return _then(sliding_windows, lambda windows: windows.float())


def conv2d_refuses_nothing(conv2d):
    """You give an answer where none is possible. What should happen if the kernel does not fit,
    does not move, or has other channels than the picture?"""

    def wrong(images, weight, bias=None, stride=1, padding=0):
        try:
            return conv2d(images, weight, bias, stride, padding)
        except ValueError:
            steps, (down, right) = _pair(stride), _pair(padding)
            padded = F.pad(images, (right, right, down, down))
            rows, columns = _fitting(padded.shape[2:], (0, 0), weight.shape[2:], steps)
            if rows < 1 or columns < 1:
                return images.new_zeros(len(images), len(weight), rows, columns)
            windows = padded.unfold(2, weight.shape[2], steps[0]).unfold(
                3, weight.shape[3], steps[1]
            )
            # Multiplied window by window, so that one channel is laid on many.
            result = (windows[:, None] * weight[:, :, None, None]).sum((2, -2, -1))
            return result if bias is None else result + bias.reshape(-1, 1, 1)

    return wrong


def _one_pixel_apart(conv2d, images, weight, bias=None, stride=1, padding=0):
    """As many answers as there should be, of windows that start one pixel apart."""
    rows, columns = conv2d(images, weight, bias, stride, padding).shape[2:]
    return conv2d(images, weight, bias, 1, padding)[:, :, :rows, :columns]


def conv2d_counts_with_the_stride_but_moves_by_one(conv2d):
    """Your result has the right size, but the kernel moves by one pixel only. Where does the second
    window start when the stride is 2?"""
    return functools.partial(_one_pixel_apart, conv2d)


def conv2d_strides_over_its_result(conv2d):
    """You fill only some places of your result; the others are still 0. Does the stride count steps
    in the picture, or in the result?"""

    def wrong(images, weight, bias=None, stride=1, padding=0):
        answers = _one_pixel_apart(conv2d, images, weight, bias, stride, padding)
        down, right = _pair(stride)
        filled = torch.zeros_like(answers)
        filled[:, :, ::down, ::right] = 1
        return answers * filled

    return wrong


def _each(formula):
    """`formula` of side, padding, kernel and stride, for rows and for columns."""
    return lambda *geometry: tuple(map(formula, *geometry))


_fitting = _each(lambda side, pad, kernel, step: (side + 2 * pad - kernel) // step + 1)


def _sliced(images, weight, bias, starts, window):
    """What loops over slices of a padded picture give. `starts` are the tops of each row of the
    result and the lefts of each column, `window` is how large a slice is.

    A slice at the border is cut short. If a single row or column is left of it, it is spread over
    the whole kernel; anything else that does not fit on the kernel is an error.
    """
    (tops, lefts), (high, wide) = starts, window

    def answer(top, left):
        cut = images[:, None, :, top : top + high, left : left + wide]
        return (cut * weight).sum((2, 3, 4))

    if tops and lefts:
        answer(tops[-1], lefts[-1])  # where it fails, it fails here
    result = images.new_zeros(len(images), len(weight), len(tops), len(lefts))
    for row, top in enumerate(tops):
        for column, left in enumerate(lefts):
            result[:, :, row, column] = answer(top, left)
    return result if bias is None else result + bias.reshape(-1, 1, 1)


def _with_loops(conv2d, loops):
    """Convolution by loops over slices; what is impossible is refused as before. `loops` is given
    the padded picture's sides, kernel and stride as pairs, and the size of the right result; it
    gives the starts of the windows, down and to the right, and how large they are."""

    def wrong(images, weight, bias=None, stride=1, padding=0):
        size = conv2d(images, weight, bias, stride, padding).shape[2:]
        down, right = _pair(padding)
        padded = F.pad(images, (right, right, down, down))
        starts, window = loops(padded.shape[2:], tuple(weight.shape[2:]), _pair(stride), size)
        return _sliced(padded, weight, bias, starts, window)

    return wrong


def _every(step, windows):
    """Where so many windows start, one step apart."""
    return range(0, windows * step, step)


def _with_the_size(conv2d, size, *, zeros_left=False):
    """A result that has, or where `zeros_left` is filled with, another number of rows and columns.
    `size` gets sides, padding, kernel and stride as pairs. Windows that stick out are slices."""

    def wrong(images, weight, bias=None, stride=1, padding=0):
        result = conv2d(images, weight, bias, stride, padding)
        geometry = images.shape[2:], _pair(padding), weight.shape[2:], _pair(stride)
        rows, columns = (max(windows, 0) for windows in size(*geometry))
        most = _fitting(*geometry)
        if rows > most[0] or columns > most[1]:
            if zeros_left:
                raise IndexError("There is no place for that in the result.")
            starts = tuple(map(_every, geometry[3], (rows, columns)))
            down, right = geometry[1]
            padded = F.pad(images, (right, right, down, down))
            return _sliced(padded, weight, bias, starts, geometry[2])
        if not zeros_left:
            return result[:, :, :rows, :columns]
        filled = torch.zeros_like(result)
        filled[:, :, :rows, :columns] = 1
        return result * filled

    return wrong


def conv2d_keeps_windows_that_stick_out(conv2d):
    """Your result has a row and a column too many where the stride does not come out even: the last
    window sticks out of the picture. Count the whole windows."""
    size = _each(lambda side, pad, kernel, step: -(-(side + 2 * pad - kernel) // step) + 1)
    return _with_the_size(conv2d, size)


def conv2d_rounds_its_size(conv2d):
    """You round the size of your result to the nearest number, so sometimes a window too many
    sticks out of the picture. Count the whole windows."""
    size = _each(lambda side, pad, kernel, step: round((side + 2 * pad - kernel) / step) + 1)
    return _with_the_size(conv2d, size)


def conv2d_counts_one_window_too_many(conv2d):
    """Your result has a row and a column too many. Where does the last window start, and where does
    it end?"""
    size = _each(lambda side, pad, kernel, step: (side + 2 * pad - kernel) // step + 2)
    return _with_the_size(conv2d, size)


def conv2d_leaves_out_the_last_window(conv2d):
    """Your result lacks the windows that end exactly at the border. Does `range` reach its end?"""
    size = _each(lambda side, pad, kernel, step: -(-(side + 2 * pad - kernel) // step))
    return _with_the_size(conv2d, size)


def conv2d_window_is_as_large_as_the_stride(conv2d):
    """Your windows end where the next one starts. Which number says how large a window is, and
    which how far apart two of them are?"""
    return _with_loops(
        conv2d, lambda sides, kernel, step, size: (tuple(map(_every, step, size)), step)
    )


def conv2d_rounds_after_adding_one(conv2d):
    """You round the size of your result to the nearest number, so sometimes a window too many
    sticks out of the picture. Count the whole windows."""
    size = _each(lambda side, pad, kernel, step: round((side + 2 * pad - kernel) / step + 1))
    return _with_the_size(conv2d, size)


def conv2d_pads_by_one_but_counts_right(conv2d):
    """You pad by one pixel, whatever is asked for, but reckon the size of your result with the
    right padding. Which name in your function says how much you pad?"""

    def wrong(images, weight, bias=None, stride=1, padding=0):
        size = conv2d(images, weight, bias, stride, padding).shape[2:]
        starts = tuple(map(_every, _pair(stride), size))
        return _sliced(F.pad(images, (1, 1, 1, 1)), weight, bias, starts, tuple(weight.shape[2:]))

    return wrong


def conv2d_numbers_its_windows_by_the_height(conv2d):
    """You number your windows as if a row of them were as long as a column. How many windows does
    one row of your result have?"""

    def wrong(images, weight, bias=None, stride=1, padding=0):
        result = conv2d(images, weight, bias, stride, padding)
        rows, columns = result.shape[2:]
        places = torch.arange(rows)[:, None] * rows + torch.arange(columns)
        if int(places.max()) >= rows * columns:
            raise IndexError("There is no such window.")
        flat = torch.zeros_like(result).flatten(2)
        flat[:, :, places.flatten()] = result.flatten(2)
        return flat.reshape(result.shape)

    return wrong


def conv2d_cuts_the_kernel_at_the_window(conv2d):
    """You cut a part out of the kernel, at the place of the window. Which of the two moves over
    the other, and which is used as a whole?"""

    def wrong(images, weight, bias=None, stride=1, padding=0):
        result = conv2d(images, weight, bias, stride, padding)
        (high, wide), (down, right), pads = weight.shape[2:], _pair(stride), _pair(padding)
        padded = F.pad(images, (pads[1], pads[1], pads[0], pads[0]))
        answers = torch.zeros_like(result)
        for row in range(result.shape[2]):
            for column in range(result.shape[3]):
                top, left = row * down, column * right
                window = padded[:, None, :, top : top + high, left : left + wide]
                part = weight[:, :, top : top + high, left : left + wide]
                answers[:, :, row, column] = (window * part).sum((2, 3, 4))
        return answers if bias is None else answers + bias.reshape(-1, 1, 1)

    return wrong


def conv2d_leaves_less_of_the_kernel_at_each_window(conv2d):
    """The further a window lies to the right or below, the less of your kernel is left: you cut
    away its first rows and columns. Which of the two moves over the other?"""

    def wrong(images, weight, bias=None, stride=1, padding=0):
        result = conv2d(images, weight, bias, stride, padding)
        (down, right), pads = _pair(stride), _pair(padding)
        padded = F.pad(images, (pads[1], pads[1], pads[0], pads[0]))
        answers = torch.zeros_like(result)
        for row in range(result.shape[2]):
            for column in range(result.shape[3]):
                part = weight[:, :, row:, column:]
                top, left = row * down, column * right
                high, wide = part.shape[2:]
                window = padded[:, None, :, top : top + high, left : left + wide]
                answers[:, :, row, column] = (window * part).sum((2, 3, 4))
        return answers if bias is None else answers + bias.reshape(-1, 1, 1)

    return wrong


def conv2d_spreads_its_kernel(conv2d):
    """Your kernel moves by one pixel, but its own pixels lie apart by the stride. Which of the two
    should the stride move?"""

    def wrong(images, weight, bias=None, stride=1, padding=0):
        rows, columns = conv2d(images, weight, bias, stride, padding).shape[2:]
        (down, right), (above, beside) = _pair(stride), _pair(padding)
        high, wide = (
            (side - 1) * step + 1
            for side, step in zip(weight.shape[2:], (down, right), strict=False)
        )
        spread = weight.new_zeros(*weight.shape[:2], high, wide)
        spread[:, :, ::down, ::right] = weight
        below = max(rows - 1 + high - images.shape[2] - above, above)
        behind = max(columns - 1 + wide - images.shape[3] - beside, beside)
        padded = F.pad(images, (beside, behind, above, below))
        return conv2d(padded, spread, bias)[:, :, :rows, :columns]

    return wrong


def _starting_later(conv2d, offset):
    """Every so many windows, from a later one on; `offset` is how much later, for a stride."""

    def wrong(images, weight, bias=None, stride=1, padding=0):
        conv2d(images, weight, bias, stride, padding)
        down, right = _pair(stride)
        answers = conv2d(images, weight, bias, 1, padding)
        return answers[:, :, offset(down) :: down, offset(right) :: right]

    return wrong


def conv2d_starts_one_stride_minus_one_later(conv2d):
    """Your first window is not the one in the upper left corner. Which of all windows does a stride
    keep, beginning with which?"""
    return _starting_later(conv2d, lambda step: step - 1)


def conv2d_starts_half_a_stride_later(conv2d):
    """Your first window is half a stride away from the upper left corner. Which of all windows does
    a stride keep, beginning with which?"""
    return _starting_later(conv2d, lambda step: step // 2)


def conv2d_looks_at_one_channel_for_each_kernel(conv2d):
    """Each of your kernels looks at one channel only, that of its own number. Over which channels
    does one answer add up?"""

    def change(weight):
        kept = torch.zeros(weight.shape[:2], dtype=weight.dtype)
        for kernel in range(len(weight)):
            kept[kernel, kernel % weight.shape[1]] = 1
        return weight * kept[:, :, None, None]

    return _with(conv2d, weight=change)


def conv2d_multiplies_by_the_bias(conv2d):
    """You multiply by the bias. What should a bias of 0 change?"""

    def wrong(images, weight, bias=None, stride=1, padding=0):
        conv2d(images, weight, bias, stride, padding)
        result = conv2d(images, weight, None, stride, padding)
        return result if bias is None else result * bias.reshape(-1, 1, 1)

    return wrong


def conv2d_takes_columns_for_rows(conv2d):
    """Your window goes down where it should go to the right. Which of your loop variables counts
    rows, and which of the two slices is the vertical one?"""

    def wrong(images, weight, bias=None, stride=1, padding=0):
        (rows, columns) = conv2d(images, weight, bias, stride, padding).shape[2:]
        (down, right), steps = _pair(padding), _pair(stride)
        padded = F.pad(images, (right, right, down, down))
        starts = _every(steps[1], columns), _every(steps[0], rows)
        return _sliced(padded, weight, bias, starts, tuple(weight.shape[2:])).mT

    return wrong


def conv2d_swaps_the_strides_of_its_positions(conv2d):
    """Your result has the right size, but the window moves down by the horizontal stride and to
    the right by the vertical one. Give them different values, and follow the first window."""
    return _with_loops(
        conv2d, lambda sides, kernel, step, size: (tuple(map(_every, step[::-1], size)), kernel)
    )


def conv2d_centres_its_windows(conv2d):
    """You lay the middle of the kernel on the place of the result. Which pixel is under the upper
    left corner of the first window?"""

    def loops(sides, kernel, step, size):
        starts = [
            [max(start - length // 2, 0) for start in _every(each, windows)]
            for length, each, windows in zip(kernel, step, size, strict=True)
        ]
        return starts, kernel

    return _with_loops(conv2d, loops)


def conv2d_cuts_square_windows(conv2d):
    """Your windows are as wide as the kernel is high. Look at the two slices side by side: what
    differs, and what should?"""

    def wrong(images, weight, bias=None, stride=1, padding=0):
        conv2d(images, weight, bias, stride, padding)
        high, (down, right) = weight.shape[2], _pair(padding)
        padded = F.pad(images, (right, right, down, down))
        size = _fitting(images.shape[2:], (down, right), (high, high), _pair(stride))
        starts = tuple(_every(step, max(n, 0)) for step, n in zip(_pair(stride), size, strict=True))
        return _sliced(padded, weight, bias, starts, (high, high))

    return wrong


def conv2d_adds_one_before_dividing(conv2d):
    """Your result lacks a row and a column where the stride comes out even. Which part of the size
    counts steps, and which the first window?"""
    size = _each(lambda side, pad, kernel, step: (side + 2 * pad - kernel + 1) // step)
    return _with_the_size(conv2d, size)


def conv2d_forgets_the_first_window(conv2d):
    """Your result lacks its last row and column. How many posts has a fence of three boards?"""
    size = _each(lambda side, pad, kernel, step: (side + 2 * pad - kernel) // step)
    return _with_the_size(conv2d, size)


def conv2d_stops_before_the_last_window(conv2d):
    """The last row and column of your result are still 0 where the stride comes out even. Does
    `range` reach its end?"""
    size = _each(lambda side, pad, kernel, step: -(-(side + 2 * pad - kernel) // step))
    return _with_the_size(conv2d, size, zeros_left=True)


def conv2d_counts_the_padding_once(conv2d):
    """Your result is too small with padding: its size counts the padding once. On how many sides of
    the picture is it added?"""
    size = _each(lambda side, pad, kernel, step: (side + pad - kernel) // step + 1)
    return _with_the_size(conv2d, size)


def conv2d_forgets_the_padding_in_its_size(conv2d):
    """You pad the picture, but your result is as small as without padding. Which picture does the
    kernel slide over?"""
    size = _each(lambda side, pad, kernel, step: (side - kernel) // step + 1)
    return _with_the_size(conv2d, size)


def conv2d_stops_at_the_unpadded_border(conv2d):
    """The last rows and columns of your result are still 0: the kernel stops where it would without
    padding. How large is the picture it slides over?"""
    size = _each(lambda side, pad, kernel, step: (side - kernel) // step + 1)
    return _with_the_size(conv2d, size, zeros_left=True)


def conv2d_starts_a_window_at_every_pixel(conv2d):
    """You start a window at every pixel of the picture before padding. Loop over the places of the
    result and ask for each which pixels it needs."""
    size = _each(lambda side, pad, kernel, step: -(-side // step))
    return _with_the_size(conv2d, size, zeros_left=True)


def conv2d_uses_the_height_twice(conv2d):
    """Your result has as many columns as would fit on the height of the picture. What would have to
    change if the picture were wider than high?"""
    return _with_the_size(conv2d, lambda sides, *others: _fitting(sides[:1] * 2, *others))


def conv2d_uses_the_width_twice(conv2d):
    """Your result has as many rows as would fit on the width of the picture. What would have to
    change if the picture were higher than wide?"""
    return _with_the_size(conv2d, lambda sides, *others: _fitting(sides[1:] * 2, *others))


def conv2d_makes_as_many_columns_as_rows(conv2d):
    """Your result is always a square: the number of its rows is taken for both sides. Look at your
    two sizes side by side: what differs, and what should?"""
    return _with_the_size(conv2d, lambda *geometry: _fitting(*geometry)[:1] * 2)


def conv2d_loops_over_the_rows_twice(conv2d):
    """You fill as many columns of your result as it has rows. Which number ends your inner loop?"""
    return _with_the_size(conv2d, lambda *geometry: _fitting(*geometry)[:1] * 2, zeros_left=True)


def conv2d_uses_the_kernel_height_twice(conv2d):
    """The number of columns of your result depends on the kernel's height. Look at your two sizes
    side by side: what differs, and what should?"""
    return _with_the_size(
        conv2d, lambda sides, pad, kernel, step: _fitting(sides, pad, kernel[:1] * 2, step)
    )


def conv2d_uses_the_kernel_width_twice(conv2d):
    """The number of rows of your result depends on the kernel's width. Look at your two sizes side
    by side: what differs, and what should?"""
    return _with_the_size(
        conv2d, lambda sides, pad, kernel, step: _fitting(sides, pad, kernel[1:] * 2, step)
    )


def conv2d_divides_the_side_by_the_stride(conv2d):
    """The size of your result is the side divided by the stride. Does a larger kernel not need more
    room?"""
    size = _each(lambda side, pad, kernel, step: side // step)
    return _with_the_size(conv2d, size)


def conv2d_keeps_adding_up(conv2d):
    """Your sum goes on from one window to the next. Where does it start again?"""

    def wrong(images, weight, bias=None, stride=1, padding=0):
        result = conv2d(images, weight, None, stride, padding)
        running = result.flatten(2).cumsum(-1).reshape(result.shape)
        return running if bias is None else running + bias.reshape(-1, 1, 1)

    return wrong


def conv2d_spreads_the_bias_over_the_columns(conv2d):
    """Your bias differs from column to column instead of from channel to channel. With which axis
    does torch line up a tensor of one axis?"""

    def wrong(images, weight, bias=None, stride=1, padding=0):
        result = conv2d(images, weight, None, stride, padding)
        return result if bias is None else result + bias

    return wrong


def conv2d_picks_the_kernel_by_the_picture(conv2d):
    """The number of the picture decides which kernel you take. Which of your loops counts the
    pictures, and which the kernels?"""

    def wrong(images, weight, bias=None, stride=1, padding=0):
        kernels = [weight[n : n + 1].expand_as(weight) for n in range(len(images))]
        if len(images) > len(weight):
            raise IndexError("There are fewer kernels than pictures.")
        pairs = zip(images.split(1), kernels, strict=True)
        return torch.cat([conv2d(image, own, bias, stride, padding) for image, own in pairs])

    return wrong


def conv2d_ignores_the_stride(conv2d):
    """Your kernel always moves by one pixel, so there are too many answers. What should halve their
    number?"""
    return _with(conv2d, stride=lambda stride: 1)


def conv2d_swaps_the_strides(conv2d):
    """Your kernel takes the two strides the other way round: the vertical one comes first. Give
    them different values and watch which side shrinks."""
    return _with(conv2d, stride=_exchanged)


def conv2d_uses_the_vertical_stride_twice(conv2d):
    """Your kernel moves to the right by the vertical stride. What is the second number of the
    stride for?"""
    return _with(conv2d, stride=_first)


def conv2d_steps_by_the_kernel(conv2d):
    """Your windows never overlap, whatever the stride is. By how much should the kernel move?"""

    def wrong(images, weight, bias=None, stride=1, padding=0):
        return conv2d(images, weight, bias, tuple(weight.shape[2:]), padding)

    return wrong


def _with_other_padding(conv2d, pad):
    """Convolution of a picture that `pad` has padded; it is given the picture, down and right."""

    def wrong(images, weight, bias=None, stride=1, padding=0):
        down, right = _pair(padding)
        if min(down, right) < 0:
            return conv2d(images, weight, bias, stride, padding)
        return conv2d(pad(images, down, right), weight, bias, stride)

    return wrong


def conv2d_pads_below_and_right_only(conv2d):
    """You pad at the end of each side only. Where does the first window of a padded picture
    start?"""
    return _with_other_padding(
        conv2d, lambda images, down, right: F.pad(images, (0, right, 0, down))
    )


def conv2d_pads_twice_below_and_right(conv2d):
    """Your picture stands in the upper left corner of the padded one. Where does the first window
    of a padded picture start?"""
    return _with_other_padding(
        conv2d, lambda images, down, right: F.pad(images, (0, 2 * right, 0, 2 * down))
    )


def conv2d_pads_left_and_right_only(conv2d):
    """You pad the last axis only. How many numbers does `pad` want for two axes?"""
    return _with_other_padding(conv2d, lambda images, down, right: F.pad(images, (right, right)))


def conv2d_pads_above_and_left_only(conv2d):
    """You pad at the beginning of each side only. Where does the last window of a padded picture
    end?"""
    return _with_other_padding(
        conv2d, lambda images, down, right: F.pad(images, (right, 0, down, 0))
    )


def conv2d_pads_twice_above_and_left(conv2d):
    """Your picture stands in the lower right corner of the padded one. How much padding belongs to
    each of its four sides?"""
    return _with_other_padding(
        conv2d, lambda images, down, right: F.pad(images, (2 * right, 0, 2 * down, 0))
    )


def conv2d_pads_twice_above(conv2d):
    """All rows of your padding stand above the picture. How many of them belong below it?"""
    return _with_other_padding(
        conv2d, lambda images, down, right: F.pad(images, (right, right, 2 * down, 0))
    )


def conv2d_pads_twice_below(conv2d):
    """All rows of your padding stand below the picture. How many of them belong above it?"""
    return _with_other_padding(
        conv2d, lambda images, down, right: F.pad(images, (right, right, 0, 2 * down))
    )


def conv2d_pads_twice_on_the_left(conv2d):
    """All columns of your padding stand on the left of the picture. How many belong to its
    right?"""
    return _with_other_padding(
        conv2d, lambda images, down, right: F.pad(images, (2 * right, 0, down, down))
    )


def conv2d_pads_twice_on_the_right(conv2d):
    """All columns of your padding stand on the right of the picture. How many belong to its
    left?"""
    return _with_other_padding(
        conv2d, lambda images, down, right: F.pad(images, (0, 2 * right, down, down))
    )


def conv2d_forgets_the_padding_on_the_right(conv2d):
    """You pad on three sides, but not on the right. How wide is a padded picture?"""
    return _with_other_padding(
        conv2d, lambda images, down, right: F.pad(images, (right, 0, down, down))
    )


def conv2d_forgets_the_padding_below(conv2d):
    """You pad on three sides, but not below. How high is a padded picture?"""
    return _with_other_padding(
        conv2d, lambda images, down, right: F.pad(images, (right, right, down, 0))
    )


def conv2d_pads_above_and_below_only(conv2d):
    """You pad rows, but no columns. In how many directions does a kernel slide?"""
    return _with_other_padding(
        conv2d, lambda images, down, right: F.pad(images, (0, 0, down, down))
    )


def conv2d_pads_with_ones(conv2d):
    """You pad with ones. What should a pixel outside of the picture add to an answer?"""
    return _with_other_padding(
        conv2d, lambda images, down, right: F.pad(images, (right, right, down, down), value=1)
    )


def conv2d_mirrors_the_border(conv2d):
    """You pad with a mirror image of the picture. Look at the corners of your result: what should
    the padding contain?"""
    return _with_other_padding(
        conv2d,
        lambda images, down, right: F.pad(images, (right, right, down, down), mode="reflect"),
    )


def conv2d_wraps_around(conv2d):
    """Beyond each border, your picture begins again at the other. What should the padding
    contain?"""
    return _with_other_padding(
        conv2d,
        lambda images, down, right: F.pad(images, (right, right, down, down), mode="circular"),
    )


def conv2d_takes_places_before_the_border_from_the_end(conv2d):
    """Above and on the left of your picture stand its last rows and columns. What does a negative
    index mean in Python?"""

    def pad(images, down, right):
        wrapped = F.pad(images, (right, 0, down, 0), mode="circular")
        return F.pad(wrapped, (0, right, 0, down))

    return _with_other_padding(conv2d, pad)


def conv2d_repeats_the_border(conv2d):
    """You pad with the pixels of the border. Look at the corners of your result: what should the
    padding contain?"""
    return _with_other_padding(
        conv2d,
        lambda images, down, right: F.pad(images, (right, right, down, down), mode="replicate"),
    )


def conv2d_ignores_the_padding(conv2d):
    """Your result is the same with and without padding. How large is the picture that the kernel
    slides over?"""
    return _with(conv2d, padding=lambda padding: 0)


def conv2d_always_pads_by_one(conv2d):
    """You pad by one pixel, whatever is asked for. Which name in your function says how much?"""
    return _with(conv2d, padding=lambda padding: 1)


def conv2d_swaps_the_paddings(conv2d):
    """You take the two paddings the other way round: the vertical one comes first. Which axis does
    `pad` start with?"""
    return _with(conv2d, padding=_exchanged)


def conv2d_uses_the_vertical_padding_twice(conv2d):
    """You pad left and right by the vertical padding. What is the second number of the padding
    for?"""
    return _with(conv2d, padding=_first)


def conv2d_transposes_its_result(conv2d):
    """Your result has rows and columns exchanged. Is `result[0, 0, 1, 0]` the window below the
    first one, or the one to the right?"""
    return _then(conv2d, lambda result: result.mT)


def conv2d_fills_its_result_column_by_column(conv2d):
    """The numbers of your result are right, but in the wrong places: the windows were taken column
    by column and put down row by row. Which of your loops should be the inner one?"""
    return _then(conv2d, lambda result: result.mT.reshape(result.shape))


def conv2d_takes_its_height_for_its_width(conv2d):
    """Your result has the right numbers in rows of the wrong length: height and width of its shape
    are exchanged. Which of the two comes first in torch?"""
    return _then(
        conv2d, lambda result: result.reshape(*result.shape[:2], result.shape[3], result.shape[2])
    )


def conv2d_puts_the_channels_last(conv2d):
    """The channels of your result come last. Which axis counts the kernels in torch?"""
    return _then(conv2d, lambda result: result.permute(0, 2, 3, 1))


def conv2d_puts_the_channels_before_the_batch(conv2d):
    """The first axis of your result counts the kernels. What should it count?"""
    return _then(conv2d, lambda result: result.transpose(0, 1))


def conv2d_reshapes_instead_of_moving_the_channels(conv2d):
    """The numbers of your result are right, but in the wrong places: its channels came last, and a
    reshape does not move them. Which numbers are neighbours in memory before it?"""
    return _then(conv2d, lambda result: result.permute(0, 2, 3, 1).reshape(result.shape))


def conv2d_reshapes_instead_of_moving_the_batch(conv2d):
    """The numbers of your result are right, but in the wrong places: its kernels came first, and a
    reshape does not move them. Is the first picture really the first part of your numbers?"""
    return _then(conv2d, lambda result: result.transpose(0, 1).reshape(result.shape))


def flips_the_kernel(conv2d):
    """Your kernel looks flipped. In a CNN, the kernel is laid on the picture as it is."""
    return _with(conv2d, weight=lambda weight: weight.flip(-2, -1))


def conv2d_reads_the_kernel_column_by_column(conv2d):
    """Your kernel has rows and columns exchanged. Both the window and the kernel are read in a row:
    in which order does each of them run through its pixels?"""
    return _with(conv2d, weight=lambda weight: weight.mT.reshape(weight.shape))


def conv2d_flattens_the_kernel_in_another_order(conv2d):
    """You read the kernel channel by channel for each pixel, but the window pixel by pixel for each
    channel. In which order do the two rows of numbers run?"""
    return _with(conv2d, weight=lambda weight: weight.permute(0, 2, 3, 1).reshape(weight.shape))


def conv2d_flattens_the_window_in_another_order(conv2d):
    """You read the window channel by channel for each pixel, but the kernel pixel by pixel for each
    channel. In which order do the two rows of numbers run?"""

    def change(weight):
        kernels, channels, high, wide = weight.shape
        return weight.reshape(kernels, high, wide, channels).permute(0, 3, 1, 2)

    return _with(conv2d, weight=change)


def conv2d_averages_the_window(conv2d):
    """You take the mean of the products. What does a kernel of ones give for a picture of
    ones?"""
    return _with(conv2d, weight=lambda weight: weight / weight[0].numel())


def conv2d_swaps_the_channels_of_the_kernel(conv2d):
    """You take the first axis of the weight for the input channels. Print the shape of the weight
    of `nn.Conv2d(3, 8, 2)`."""
    return _with(conv2d, weight=lambda weight: weight.transpose(0, 1))


def conv2d_lays_one_slice_on_all_channels(conv2d):
    """You lay the same weights on every input channel. How many weights has a kernel for a picture
    of three channels?"""
    return _with(conv2d, weight=lambda weight: weight[:, :1].expand_as(weight))


def conv2d_uses_the_first_kernel_only(conv2d):
    """All your output channels come from the first kernel. Which loop counts the kernels?"""
    return _with(conv2d, weight=lambda weight: weight[:1].expand_as(weight))


def conv2d_multiplies_matrices(conv2d):
    """You multiply window and kernel as matrices. Nine weights make nine products: which operator
    gives them?"""

    def change(weight):
        if weight.shape[-2] != weight.shape[-1]:
            raise RuntimeError("Only squares can be multiplied so.")
        return weight.sum(-1)[..., None, :].expand_as(weight)

    return _with(conv2d, weight=change)


def conv2d_sees_the_first_channel_only(conv2d):
    """Only the first input channel counts. Switch off all the others: should your result not
    notice?"""

    def change(weight):
        return torch.cat([weight[:, :1], torch.zeros_like(weight[:, 1:])], 1)

    return _with(conv2d, weight=change)


def conv2d_sees_the_last_channel_only(conv2d):
    """Only the last input channel counts: each channel overwrites the one before. Which operator
    adds to what is there?"""

    def change(weight):
        return torch.cat([torch.zeros_like(weight[:, :-1]), weight[:, -1:]], 1)

    return _with(conv2d, weight=change)


def conv2d_mixes_the_batch(conv2d):
    """Each of your answers adds up all pictures of the batch. Give two different pictures: are the
    two results different?"""
    return _with(conv2d, images=lambda images: images.sum(0, keepdim=True).expand_as(images))


def conv2d_sees_the_first_picture_only(conv2d):
    """All pictures of the batch get the answer to the first one. Which loop variable should appear
    in that index?"""
    return _with(conv2d, images=lambda images: images[:1].expand_as(images))


def conv2d_ends_with_a_relu(conv2d):
    """Your result is never negative. Is the activation a part of the convolution?"""
    return _then(conv2d, lambda result: result.relu())


def conv2d_gives_whole_numbers(conv2d):
    """Your result holds whole numbers, cut off behind the point. Which dtype has the tensor that
    you store into?"""
    return _then(conv2d, lambda result: result.to(torch.int64))


def conv2d_is_always_float32(conv2d):
    """Your result is float32 even for float64. Which dtype does `torch.zeros` choose if it is not
    told?"""
    return _then(conv2d, lambda result: result.float())


def conv2d_forgets_the_bias(conv2d):
    """Your result does not depend on the bias. What is left when the picture is all zeros?"""
    return _with(conv2d, bias=lambda bias: None)


def _with_the_bias(conv2d, times):
    """Convolution that adds the bias more than once, `times` says how often."""

    def wrong(images, weight, bias=None, stride=1, padding=0):
        more = None if bias is None else bias * times(weight)
        return conv2d(images, weight, more, stride, padding)

    return wrong


def conv2d_adds_the_bias_for_each_channel(conv2d):
    """You add the bias once for each input channel. The same picture with three channels instead of
    one: should the bias grow?"""
    return _with_the_bias(conv2d, lambda weight: weight.shape[1])


def conv2d_adds_the_bias_to_each_product(conv2d):
    """You add the bias to every product before they are summed. A larger kernel: should the bias
    grow?"""
    return _with_the_bias(conv2d, lambda weight: weight[0].numel())


def conv2d_subtracts_the_bias(conv2d):
    """Your bias has the wrong sign. What should be left when the picture is all zeros?"""
    return _with_the_bias(conv2d, lambda weight: -1)


def conv2d_cuts_the_gradient_but_for_the_bias(conv2d):
    """A gradient flows back to the bias only. Which steps before the bias leave torch, or make a
    new tensor of old numbers?"""
    return _with(conv2d, images=torch.Tensor.detach, weight=torch.Tensor.detach)


def conv2d_cuts_the_gradient(conv2d):
    """No gradient flows back through your result. Which steps leave torch, or make a new tensor of
    old numbers?"""
    return _then(conv2d, lambda result: result.detach())


def _layer_with(Conv2d, **changes):
    """A layer that is made with other settings."""

    class Wrong(Conv2d):
        @functools.wraps(Conv2d.__init__)
        def __init__(self, *args, **kwargs):
            _with(super().__init__, **changes)(*args, **kwargs)

    return Wrong


def layer_forgets_its_stride(Conv2d):
    """Your layer always moves by one pixel: its stride gets lost between the constructor and
    `forward`. Where do you keep it?"""
    return _layer_with(Conv2d, stride=lambda stride: 1)


def layer_forgets_its_padding(Conv2d):
    """Your layer never pads: its padding gets lost between the constructor and `forward`. Where do
    you keep it?"""
    return _layer_with(Conv2d, padding=lambda padding: 0)


def layer_always_has_a_bias(Conv2d):
    """Your layer has a bias even where it is switched off. Compare its state dict with that of
    `nn.Conv2d(1, 1, 1, bias=False)`."""
    return _layer_with(Conv2d, bias=lambda bias: True)


def layer_never_has_a_bias(Conv2d):
    """Your layer has no bias. Compare its state dict with that of `nn.Conv2d(1, 1, 1)`."""
    return _layer_with(Conv2d, bias=lambda bias: False)


def layer_swaps_the_kernel_sides(Conv2d):
    """The kernels of your layer are as wide as they should be high. Print the shape of the weight
    of `nn.Conv2d(1, 1, (2, 5))`."""
    return _layer_with(Conv2d, kernel_size=_exchanged)


def layer_uses_the_kernel_height_twice(Conv2d):
    """The kernels of your layer are always squares. What is the second number of the kernel size
    for?"""
    return _layer_with(Conv2d, kernel_size=_first)


def _with_parameters(Conv2d, keep, use):
    """A layer that keeps its parameters in another form: `keep` and `use` are given the name of
    each and its value."""

    class Wrong(nn.Module):
        @functools.wraps(Conv2d.__init__)
        def __init__(self, *args, **kwargs):
            super().__init__()
            right = Conv2d(*args, **kwargs)
            self.right = [right]  # in a list, so that its parameters are not ours
            for name, value in right.named_parameters():
                self.register_parameter(name, nn.Parameter(keep(name, value.detach())))

        def forward(self, images):
            own = {name: use(name, value) for name, value in self.named_parameters()}
            return torch.func.functional_call(self.right[0], own, (images,))

    return Wrong


def layer_counts_its_input_channels_first(Conv2d):
    """The weight of your layer counts the input channels first. Print the shape of the weight of
    `nn.Conv2d(3, 8, 2)`."""

    def turned(name, value):
        return value.transpose(0, 1) if name == "weight" else value

    return _with_parameters(Conv2d, turned, turned)


def layer_keeps_its_bias_as_a_picture(Conv2d):
    """The bias of your layer has three axes, so that it can be added at once. How many has that of
    `nn.Conv2d`, and where else could the two others be added?"""
    return _with_parameters(
        Conv2d,
        lambda name, value: value.reshape(-1, 1, 1) if name == "bias" else value,
        lambda name, value: value.flatten() if name == "bias" else value,
    )


def layer_does_not_register_its_parameters(Conv2d):
    """Your layer has no parameters: no optimiser will find its weights. By what, and when, does a
    tensor become a parameter of a layer?"""

    class Wrong(nn.Module):
        @functools.wraps(Conv2d.__init__)
        def __init__(self, *args, **kwargs):
            super().__init__()
            self.layers = [Conv2d(*args, **kwargs)]

        def forward(self, images):
            return self.layers[0](images)

    return Wrong


def layer_starts_with_equal_weights(Conv2d):
    """All weights of your new layer are the same number. Will two of its kernels ever become
    different?"""

    class Wrong(Conv2d):
        @functools.wraps(Conv2d.__init__)
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            for value in self.parameters():
                nn.init.zeros_(value)

    return Wrong
