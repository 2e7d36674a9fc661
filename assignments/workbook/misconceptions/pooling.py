"""Known mistakes in `pooling`: each takes the right function and returns the wrong one.

Students often write max pooling and average pooling apart, so a mistake in one of them is not yet
a mistake in the other. A pooling that refuses windows that do not come out even is not among them:
it gives no wrong answer to recognise it by.

Of two mistakes in one function, the first in this file is made first. So mistakes that reckon with
the arguments come before those that change them.
"""

import torch
import torch.nn.functional as F


def _pair(value):
    """(vertical, horizontal)."""
    return (value, value) if isinstance(value, int) else tuple(value)


def _settings(kernel_size, stride):
    """Kernel size and stride as pairs; without a stride, it is the kernel size."""
    return _pair(kernel_size), _pair(kernel_size if stride is None else stride)


def _each(formula):
    """`formula` of side, window and stride, for rows and for columns."""
    return lambda *geometry: tuple(map(formula, *geometry))


_fitting = _each(lambda side, window, step: (side - window) // step + 1)


_rounded_up = _each(lambda side, window, step: -(-(side - window) // step) + 1)


_side_by_stride = _each(lambda side, window, step: side // step)


def _leftover(images, kernel_size, stride):
    """How many pixels are left over behind the last window, in each direction."""
    geometry = zip(images.shape[2:], *_settings(kernel_size, stride), strict=True)
    return [(side - length) % step for side, length, step in geometry]


def _windows(images, kernel_size, stride):
    """How many windows there are in each direction."""
    return _fitting(images.shape[2:], *_settings(kernel_size, stride))


AXES = {
    "images": ("picture", "channel", "row", "column"),
    "return of flatten": ("picture", "number"),
}
PROPERTIES = (
    (
        "the last window ends exactly at the border",
        lambda images, kernel_size, stride: not any(_leftover(images, kernel_size, stride)),
    ),
    (
        "the lowest window ends exactly at the border",
        lambda images, kernel_size, stride: not _leftover(images, kernel_size, stride)[0],
    ),
    (
        "the rightmost window ends exactly at the border",
        lambda images, kernel_size, stride: not _leftover(images, kernel_size, stride)[1],
    ),
    (
        "there are as many rows of windows as columns",
        lambda images, kernel_size, stride: len(set(_windows(images, kernel_size, stride))) == 1,
    ),
    (
        "there is a single window",
        lambda images, kernel_size, stride: set(_windows(images, kernel_size, stride)) == {1},
    ),
    (
        "there is a single row of windows",
        lambda images, kernel_size, stride: _windows(images, kernel_size, stride)[0] == 1,
    ),
    (
        "there is a single column of windows",
        lambda images, kernel_size, stride: _windows(images, kernel_size, stride)[1] == 1,
    ),
    (
        "there are at least as many rows of windows as columns",
        lambda images, kernel_size, stride: int.__ge__(*_windows(images, kernel_size, stride)),
    ),
    (
        "there are at least as many columns of windows as rows",
        lambda images, kernel_size, stride: int.__le__(*_windows(images, kernel_size, stride)),
    ),
    (
        "a window ends exactly at the lower or at the right border",
        lambda images, kernel_size, stride: not all(_leftover(images, kernel_size, stride)),
    ),
    (
        "everything is as high as it is wide",
        lambda images, kernel_size, stride: all(
            len(set(pair)) == 1 for pair in (images.shape[2:], *_settings(kernel_size, stride))
        ),
    ),
    (
        "the window is as high as it is wide",
        lambda kernel_size: len(set(_pair(kernel_size))) == 1,
    ),
    (
        "the window is a single row of pixels",
        lambda kernel_size: _pair(kernel_size)[0] == 1,
    ),
    (
        "the window is a single column of pixels",
        lambda kernel_size: _pair(kernel_size)[1] == 1,
    ),
    (
        "the window is smaller than the picture",
        lambda images, kernel_size: all(map(int.__gt__, images.shape[2:], _pair(kernel_size))),
    ),
    (
        "both strides are equal",
        lambda kernel_size, stride: len(set(_settings(kernel_size, stride)[1])) == 1,
    ),
    (
        "windows stand side by side",
        lambda kernel_size, stride: len(set(_settings(kernel_size, stride))) == 1,
    ),
    (
        "windows overlap or touch",
        lambda kernel_size, stride: all(map(int.__ge__, *_settings(kernel_size, stride))),
    ),
    (
        "windows do not overlap",
        lambda kernel_size, stride: all(map(int.__le__, *_settings(kernel_size, stride))),
    ),
    (
        "the window divides the picture's sides",
        lambda images, kernel_size: not any(map(int.__mod__, images.shape[2:], _pair(kernel_size))),
    ),
    (
        "the stride divides the picture's sides",
        lambda images, kernel_size, stride: (
            not any(map(int.__mod__, images.shape[2:], _settings(kernel_size, stride)[1]))
        ),
    ),
    ("there are three channels", lambda images: images.shape[1] == 3),
    (
        "all settings are single numbers",
        lambda kernel_size, stride: not any(isinstance(v, tuple) for v in (kernel_size, stride)),
    ),
    (
        "some numbers of each window are positive",
        lambda images, kernel_size, stride: bool(
            (F.max_pool2d(images, kernel_size, stride) > 0).all()
        ),
    ),
)


def _pooling_call(numbers, pictures, channels, sides, kernel_size, stride, shift):
    """A call of a pooling; `shift` makes all numbers negative, or positive."""
    images = numbers(pictures, channels, *sides)
    images.data += shift
    return {"images": images, "kernel_size": kernel_size, "stride": stride}


def _flatten_call(numbers, pictures, channels, sides):
    """A call of `flatten`."""
    return {"images": numbers(pictures, channels, *sides)}


_POOLING = (
    _pooling_call,
    {
        "pictures": (2, 1, 3),
        "channels": (2, 1, 3),
        "sides": ((5, 5), (6, 4), (4, 5), (6, 6), (4, 8), (8, 5), (5, 8)),
        "kernel_size": (2, 3, (2, 2), (3, 2), (2, 3), 1, (1, 3), (3, 1)),
        "stride": (None, 2, 1, (2, 2), (1, 2), (2, 1), 3),
        "shift": (0, 5, -5),
    },
)
PROBES = {
    "max_pool2d": _POOLING,
    "avg_pool2d": _POOLING,
    "flatten": (
        _flatten_call,
        {"pictures": (2, 1, 3), "channels": (2, 1, 3), "sides": ((4, 4), (4, 3), (3, 4), (1, 5))},
    ),
}


def _with(pool, change):
    """Pooling with another window and stride: `change` takes and gives both, as pairs. Where only
    the other window does not fit, there is none."""

    def wrong(images, kernel_size, stride=None):
        window, steps = map(_pair, change(*_settings(kernel_size, stride)))
        try:
            return pool(images, window, steps)
        except ValueError:
            right = pool(images, kernel_size, stride)
            size = (max(n, 0) for n in _fitting(images.shape[2:], window, steps))
            return right.new_zeros(*right.shape[:2], *size)

    return wrong


def _with_sides_swapped(pool):
    """Pooling that takes every pair the other way round, the default stride too."""

    def wrong(images, kernel_size, stride=None):
        return pool(images.mT, kernel_size, stride).mT

    return wrong


def _moves_by_one(pool):
    """Pooling with as many windows as there should be, one pixel apart."""

    def wrong(images, kernel_size, stride=None):
        rows, columns = pool(images, kernel_size, stride).shape[2:]
        return pool(images, kernel_size, 1)[:, :, :rows, :columns]

    return wrong


def _of_windows(pool, answer):
    """Something else than pooling: `answer` makes one number of the last axis, a window's pixels.
    What is impossible is refused as before."""

    def wrong(images, kernel_size, stride=None):
        pool(images, kernel_size, stride)
        (high, wide), (down, right) = _settings(kernel_size, stride)
        return answer(images.unfold(2, high, down).unfold(3, wide, right).flatten(-2))

    return wrong


def _times(avg_pool2d, factor):
    """Average pooling with another divisor: `factor` is how much too large the result is."""

    def wrong(images, kernel_size, stride=None):
        return avg_pool2d(images, kernel_size, stride) * factor(*_pair(kernel_size))

    return wrong


def _starts(images, stride, rows, columns):
    """Where so many windows start, down and to the right. Like a slice's maximum, an empty window
    is an error."""
    tops, lefts = range(0, rows * stride[0], stride[0]), range(0, columns * stride[1], stride[1])
    if (tops and tops[-1] >= images.shape[2]) or (lefts and lefts[-1] >= images.shape[3]):
        raise IndexError("A window lies outside of the picture.")
    return tops, lefts


def _room(images, kernel_size, tops, lefts):
    """How far these windows stick out, as `pad` wants it: left, right, top, bottom."""
    right = lefts[-1] + kernel_size[1] - images.shape[3] if lefts else 0
    below = tops[-1] + kernel_size[0] - images.shape[2] if tops else 0
    return 0, max(right, 0), 0, max(below, 0)


def _max_of_slices(max_pool2d, images, kernel_size, stride, rows, columns):
    """The maxima of so many windows. One that sticks out has the pixels inside only, like a
    slice."""
    tops, lefts = _starts(images, stride, rows, columns)
    room = _room(images, kernel_size, tops, lefts)
    maxima = max_pool2d(F.pad(images, room, value=-torch.inf), kernel_size, stride)
    return maxima[:, :, :rows, :columns]


def _mean_of_slices(avg_pool2d, images, kernel_size, stride, rows, columns):
    """The means of so many windows. One that sticks out has the pixels inside only, like a
    slice."""
    tops, lefts = _starts(images, stride, rows, columns)
    padded = F.pad(images, _room(images, kernel_size, tops, lefts))
    means = avg_pool2d(padded, kernel_size, stride)[:, :, :rows, :columns]
    high = [min(kernel_size[0], images.shape[2] - top) for top in tops]
    wide = [min(kernel_size[1], images.shape[3] - left) for left in lefts]
    inside = torch.outer(means.new_tensor(high), means.new_tensor(wide))
    return means * (kernel_size[0] * kernel_size[1] / inside)


def _with_the_size(pool, slices, size):
    """Pooling with another number of windows; `size` gets sides, windows and strides as pairs. What
    is impossible is refused as before."""

    def wrong(images, kernel_size, stride=None):
        pool(images, kernel_size, stride)
        settings = _settings(kernel_size, stride)
        rows, columns = (max(windows, 0) for windows in size(images.shape[2:], *settings))
        return slices(pool, images, *settings, rows, columns)

    return wrong


def _with_turned_windows(pool, slices):
    """Windows that are cut as wide as they should be high, while their number is right."""

    def wrong(images, kernel_size, stride=None):
        rows, columns = pool(images, kernel_size, stride).shape[2:]
        window, steps = _settings(kernel_size, stride)
        return slices(pool, images, window[::-1], steps, rows, columns)

    return wrong


def _of_smaller_windows(pool, rows, columns):
    """Windows without so many of their first rows and columns; of their last, if negative."""

    def wrong(images, kernel_size, stride=None):
        size = pool(images, kernel_size, stride).shape[2:]
        (high, wide), steps = _settings(kernel_size, stride)
        cut = images[:, :, max(rows, 0) :, max(columns, 0) :]
        answers = pool(cut, (high - abs(rows), wide - abs(columns)), steps)
        return answers[:, :, : size[0], : size[1]]

    return wrong


def _unrefused(pool):
    """Pooling that refuses nothing: it prepares the result, then goes from window to window."""

    def wrong(images, kernel_size, stride=None):
        try:
            return pool(images, kernel_size, stride)
        except ValueError:
            size = _fitting(images.shape[2:], *_settings(kernel_size, stride))
            result = images.new_zeros(*images.shape[:2], *size)
            if result.numel():
                raise IndexError("A window has no pixels.") from None
            return result

    return wrong


def _pooling_geometry(kernel_size, stride):
    """Window, stride and padding."""
    return kernel_size, kernel_size if stride is None else stride, 0


WINDOWS = {
    "max_pool2d": (
        "images",
        _pooling_geometry,
        lambda windows: windows.nan_to_num(-torch.inf).amax((-2, -1)),
    ),
    "avg_pool2d": ("images", _pooling_geometry, lambda windows: windows.nanmean((-2, -1))),
}


def max_pool_refuses_nothing(max_pool2d):
    """Your max pooling answers where no answer is possible. What should it do with a window that
    does not fit?"""
    return _unrefused(max_pool2d)


def max_pool_gives_places(max_pool2d):
    """Your max pooling gives whole numbers: places in the window instead of the numbers there.
    Which of the two does `argmax` give?"""
    return _of_windows(max_pool2d, lambda windows: windows.argmax(-1))


def max_pool_takes_the_minimum(max_pool2d):
    """Your max pooling gives the smallest number of each window. Which way round do you
    compare?"""
    return _of_windows(max_pool2d, lambda windows: windows.amin(-1))


def max_pool_takes_the_mean(max_pool2d):
    """Your max pooling gives means. Which of the two poolings should give the larger numbers?"""
    return _of_windows(max_pool2d, lambda windows: windows.mean(-1))


def max_pool_counts_with_the_stride_but_moves_by_one(max_pool2d):
    """Your max pooling has the right number of windows, but they stand one pixel apart. Where does
    the second window start when the stride is 2?"""
    return _moves_by_one(max_pool2d)


def max_pool_strides_over_its_result(max_pool2d):
    """Your max pooling fills only some places of its result; the others are still 0. Does the
    stride count steps in the picture, or in the result?"""

    def wrong(images, kernel_size, stride=None):
        result = torch.zeros_like(max_pool2d(images, kernel_size, stride))
        down, right = _settings(kernel_size, stride)[1]
        maxima = max_pool2d(images, kernel_size, 1)[:, :, : result.shape[2], : result.shape[3]]
        result[:, :, ::down, ::right] = maxima[:, :, ::down, ::right]
        return result

    return wrong


def max_pool_uses_the_height_twice(max_pool2d):
    """Your max pooling makes as many columns as would fit on the height of the picture. What would
    have to change if the picture were wider than high?"""
    return _with_the_size(
        max_pool2d, _max_of_slices, lambda sides, *others: _fitting(sides[:1] * 2, *others)
    )


def max_pool_uses_the_width_twice(max_pool2d):
    """Your max pooling makes as many rows as would fit on the width of the picture. What would have
    to change if the picture were higher than wide?"""
    return _with_the_size(
        max_pool2d, _max_of_slices, lambda sides, *others: _fitting(sides[1:] * 2, *others)
    )


def max_pool_divides_the_side_by_the_stride(max_pool2d):
    """The size of your max pooling is the side divided by the stride. Does the size of the window
    not matter?"""
    return _with_the_size(max_pool2d, _max_of_slices, _side_by_stride)


def max_pool_keeps_windows_that_stick_out(max_pool2d):
    """Your max pooling keeps the last window even where a part of it lies outside of the picture.
    Count the whole windows."""
    return _with_the_size(max_pool2d, _max_of_slices, _rounded_up)


def max_pool_rounds_its_size(max_pool2d):
    """Your max pooling rounds its size to the nearest number, so sometimes a window too many sticks
    out. Count the whole windows."""
    size = _each(lambda side, window, step: round((side - window) / step) + 1)
    return _with_the_size(max_pool2d, _max_of_slices, size)


def max_pool_starts_windows_everywhere(max_pool2d):
    """Your max pooling starts a window wherever a stride ends in the picture, even where it has no
    room left. Where may the last window start?"""
    size = _each(lambda side, window, step: -(-side // step))
    return _with_the_size(max_pool2d, _max_of_slices, size)


def max_pool_adds_one_before_dividing(max_pool2d):
    """Your max pooling loses a row and a column where the stride comes out even. Which part of the
    size counts steps, and which the first window?"""
    size = _each(lambda side, window, step: (side - window + 1) // step)
    return _with_the_size(max_pool2d, _max_of_slices, size)


def max_pool_window_is_as_large_as_the_stride(max_pool2d):
    """Your windows of max pooling end where the next one starts. Which number says how large a
    window is, and which how far apart two of them are?"""

    def wrong(images, kernel_size, stride=None):
        rows, columns = max_pool2d(images, kernel_size, stride).shape[2:]
        step = _settings(kernel_size, stride)[1]
        return _max_of_slices(max_pool2d, images, step, step, rows, columns)

    return wrong


def max_pool_cuts_tiles_with_view(max_pool2d):
    """Your tiles of max pooling are numbers that lie side by side in memory, not squares of pixels.
    Which pixels are in your first tile, and which in your second?"""

    def wrong(images, kernel_size, stride=None):
        rows, columns = max_pool2d(images, kernel_size).shape[2:]
        high, wide = _pair(kernel_size)
        tiles = images.reshape(*images.shape[:2], rows, columns * high * wide)
        return max_pool2d(tiles, (1, high * wide))

    return wrong


def max_pool_transposes_its_result(max_pool2d):
    """Your max pooling exchanges rows and columns of its result. Is `result[0, 0, 1, 0]` the window
    below the first one, or the one to the right?"""
    return lambda images, kernel_size, stride=None: max_pool2d(images, kernel_size, stride).mT


def max_pool_starts_at_zero(max_pool2d):
    """Your largest number is never below 0. What is the largest of -3 and -5, and with which number
    does your search start?"""

    def wrong(images, kernel_size, stride=None):
        return max_pool2d(images, kernel_size, stride).clamp(min=0)

    return wrong


def max_pool_mixes_the_channels(max_pool2d):
    """All channels of your max pooling are equal: each window reaches through all of them. How many
    channels go in, and how many should come out?"""

    def wrong(images, kernel_size, stride=None):
        result = max_pool2d(images, kernel_size, stride)
        return result.amax(1, keepdim=True).expand_as(result)

    return wrong


def max_pool_is_always_float32(max_pool2d):
    """Your max pooling gives float32 even for float64. Which dtype does `torch.zeros` choose if it
    is not told?"""
    return lambda images, kernel_size, stride=None: max_pool2d(images, kernel_size, stride).float()


def max_pool_takes_the_second_largest(max_pool2d):
    """You give the second largest number of each window. Where does a sorted list have its
    largest?"""

    def answer(windows):
        if windows.shape[-1] < 2:
            raise IndexError("A window has no second number.")
        return windows.sort(-1).values[..., -2]

    return _of_windows(max_pool2d, answer)


def max_pool_starts_at_minus_one(max_pool2d):
    """No answer of your max pooling is below -1. Which number is smaller than all pixels?"""

    def wrong(images, kernel_size, stride=None):
        return max_pool2d(images, kernel_size, stride).clamp(min=-1)

    return wrong


def max_pool_takes_the_largest_size(max_pool2d):
    """You give the number that is farthest from zero. Which of -5 and 2 is larger?"""

    def answer(windows):
        return windows.gather(-1, windows.abs().argmax(-1, keepdim=True))[..., 0]

    return _of_windows(max_pool2d, answer)


def max_pool_leaves_out_the_first_row_of_the_window(max_pool2d):
    """The first row of each window does not count. With which number do Python's counts begin?"""
    return _of_smaller_windows(max_pool2d, 1, 0)


def max_pool_leaves_out_the_first_column_of_the_window(max_pool2d):
    """The first column of each window does not count. With which number do Python's counts
    begin?"""
    return _of_smaller_windows(max_pool2d, 0, 1)


def max_pool_leaves_out_the_last_row_and_column_of_the_window(max_pool2d):
    """The last row and the last column of each window do not count. Does a slice reach its end?"""
    return _of_smaller_windows(max_pool2d, -1, -1)


def max_pool_rounds_after_adding_one(max_pool2d):
    """Your max pooling rounds its size to the nearest number, so sometimes a window too many sticks
    out. Count the whole windows."""
    size = _each(lambda side, window, step: round((side - window) / step + 1))
    return _with_the_size(max_pool2d, _max_of_slices, size)


def max_pool_cuts_turned_windows(max_pool2d):
    """Your windows are as wide as they should be high, in a result of the right size. Try one that
    is 1 high and 3 wide."""
    return _with_turned_windows(max_pool2d, _max_of_slices)


def max_pool_cuts_the_gradient(max_pool2d):
    """No gradient flows back through your max pooling. Which steps leave torch, or make a new
    tensor of old numbers?"""
    return lambda images, kernel_size, stride=None: max_pool2d(images, kernel_size, stride).detach()


def max_pool_windows_never_overlap(max_pool2d):
    """Your windows of max pooling always stand side by side, whatever the stride is. By how much
    should they move?"""
    return lambda images, kernel_size, stride=None: max_pool2d(images, kernel_size)


def max_pool_swaps_the_strides(max_pool2d):
    """Your max pooling exchanges the two strides: the vertical one comes first. Give them different
    values and watch which side shrinks."""
    return _with(max_pool2d, lambda window, stride: (window, stride[::-1]))


def max_pool_uses_the_vertical_stride_twice(max_pool2d):
    """Your max pooling moves to the right by the vertical stride. What is the second number of the
    stride for?"""
    return _with(max_pool2d, lambda window, stride: (window, stride[0]))


def max_pool_swaps_the_window_sides(max_pool2d):
    """Your window of max pooling is as wide as it should be high. Try one that is 1 high and
    3 wide."""
    return _with(max_pool2d, lambda window, stride: (window[::-1], stride))


def max_pool_uses_the_window_height_twice(max_pool2d):
    """Your window of max pooling is always a square. What is the second number of the kernel size
    for?"""
    return _with(max_pool2d, lambda window, stride: (window[0], stride))


def max_pool_takes_all_pairs_the_other_way_round(max_pool2d):
    """Your max pooling takes every pair for (horizontal, vertical). Try a window that is 1 high
    and 3 wide."""
    return _with_sides_swapped(max_pool2d)


def max_pool_swaps_the_window_and_its_default_stride(max_pool2d):
    """Your window of max pooling is as wide as it should be high, and without a stride it moves
    as far. Try one that is 1 high and 3 wide."""

    def wrong(images, kernel_size, stride=None):
        steps = _settings(kernel_size, stride)[1]
        return max_pool2d(images, _pair(kernel_size)[::-1], steps[:: -1 if stride is None else 1])

    return wrong


def max_pool_moves_by_one_by_default(max_pool2d):
    """Without a stride, your windows of max pooling move by one pixel. Look up the default of
    `stride` in `nn.MaxPool2d`."""
    return lambda images, kernel_size, stride=None: max_pool2d(
        images, kernel_size, 1 if stride is None else stride
    )


def avg_pool_refuses_nothing(avg_pool2d):
    """Your average pooling answers where no answer is possible. What should it do with a window
    that does not fit?"""
    return _unrefused(avg_pool2d)


def avg_pool_takes_the_maximum(avg_pool2d):
    """Your average pooling gives maxima. Which of the two poolings should give the larger
    numbers?"""
    return _of_windows(avg_pool2d, lambda windows: windows.amax(-1))


def avg_pool_counts_with_the_stride_but_moves_by_one(avg_pool2d):
    """Your average pooling has the right number of windows, but they stand one pixel apart. Where
    does the second window start when the stride is 2?"""
    return _moves_by_one(avg_pool2d)


def avg_pool_uses_the_height_twice(avg_pool2d):
    """Your average pooling makes as many columns as would fit on the height of the picture. What
    would have to change if the picture were wider than high?"""
    return _with_the_size(
        avg_pool2d, _mean_of_slices, lambda sides, *others: _fitting(sides[:1] * 2, *others)
    )


def avg_pool_uses_the_width_twice(avg_pool2d):
    """Your average pooling makes as many rows as would fit on the width of the picture. What would
    have to change if the picture were higher than wide?"""
    return _with_the_size(
        avg_pool2d, _mean_of_slices, lambda sides, *others: _fitting(sides[1:] * 2, *others)
    )


def avg_pool_rounds_its_size(avg_pool2d):
    """Your average pooling rounds its size to the nearest number, so sometimes a window too many
    sticks out. Count the whole windows."""
    size = _each(lambda side, window, step: round((side - window) / step) + 1)
    return _with_the_size(avg_pool2d, _mean_of_slices, size)


def avg_pool_starts_windows_everywhere(avg_pool2d):
    """Your average pooling starts a window wherever a stride ends in the picture, even where it has
    no room left. Where may the last window start?"""
    size = _each(lambda side, window, step: -(-side // step))
    return _with_the_size(avg_pool2d, _mean_of_slices, size)


def avg_pool_adds_one_before_dividing(avg_pool2d):
    """Your average pooling loses a row and a column where the stride comes out even. Which part of
    the size counts steps, and which the first window?"""
    size = _each(lambda side, window, step: (side - window + 1) // step)
    return _with_the_size(avg_pool2d, _mean_of_slices, size)


def avg_pool_window_is_as_large_as_the_stride(avg_pool2d):
    """Your windows of average pooling end where the next one starts. Which number says how large a
    window is, and which how far apart two of them are?"""

    def wrong(images, kernel_size, stride=None):
        rows, columns = avg_pool2d(images, kernel_size, stride).shape[2:]
        step = _settings(kernel_size, stride)[1]
        return _mean_of_slices(avg_pool2d, images, step, step, rows, columns)

    return wrong


def avg_pool_divides_the_side_by_the_stride(avg_pool2d):
    """The size of your average pooling is the side divided by the stride. Does the size of the
    window not matter?"""
    return _with_the_size(avg_pool2d, _mean_of_slices, _side_by_stride)


def avg_pool_keeps_windows_that_stick_out(avg_pool2d):
    """Your average pooling keeps the last window even where a part of it lies outside of the
    picture. Count the whole windows."""
    return _with_the_size(avg_pool2d, _mean_of_slices, _rounded_up)


def avg_pool_transposes_its_result(avg_pool2d):
    """Your average pooling exchanges rows and columns of its result. Is `result[0, 0, 1, 0]` the
    window below the first one, or the one to the right?"""
    return lambda images, kernel_size, stride=None: avg_pool2d(images, kernel_size, stride).mT


def avg_pool_adds_up(avg_pool2d):
    """Your average pooling gives sums. What is the mean of a window in which all numbers are 1?"""
    return _times(avg_pool2d, lambda high, wide: high * wide)


def avg_pool_divides_by_one_side(avg_pool2d):
    """Your average pooling divides by the height of the window. How many numbers does a window of
    3 rows and 2 columns have?"""
    return _times(avg_pool2d, lambda high, wide: wide)


def avg_pool_divides_by_a_square(avg_pool2d):
    """Your average pooling divides by the square of the window's height. How many numbers does a
    window of 3 rows and 2 columns have?"""
    return _times(avg_pool2d, lambda high, wide: wide / high)


def avg_pool_takes_the_root_of_the_mean_square(avg_pool2d):
    """You give the root of the mean square. What is the mean of -2 and 2?"""
    return _of_windows(avg_pool2d, lambda windows: windows.square().mean(-1).sqrt())


def avg_pool_takes_the_median(avg_pool2d):
    """You give the middle one of the sorted numbers. What is the mean of 0, 0 and 3?"""
    return _of_windows(avg_pool2d, lambda windows: windows.median(-1).values)


def avg_pool_always_divides_by_four(avg_pool2d):
    """You always divide by four. How many numbers does a window of 3 rows and 2 columns have?"""
    return _times(avg_pool2d, lambda high, wide: high * wide / 4)


def avg_pool_divides_by_the_stride(avg_pool2d):
    """You divide by the product of the strides. How many numbers does a window have, however far
    it moves?"""

    def wrong(images, kernel_size, stride=None):
        (high, wide), (down, right) = _settings(kernel_size, stride)
        return avg_pool2d(images, kernel_size, stride) * (high * wide / (down * right))

    return wrong


def avg_pool_divides_whole_numbers(avg_pool2d):
    """Your share of each pixel is worked out in whole numbers. What is 1 // 4?"""
    return _of_windows(avg_pool2d, lambda windows: (windows * (1 // windows.shape[-1])).sum(-1))


def avg_pool_rounds_after_adding_one(avg_pool2d):
    """Your average pooling rounds its size to the nearest number, so sometimes a window too many
    sticks out. Count the whole windows."""
    size = _each(lambda side, window, step: round((side - window) / step + 1))
    return _with_the_size(avg_pool2d, _mean_of_slices, size)


def avg_pool_cuts_turned_windows(avg_pool2d):
    """Your windows are as wide as they should be high, in a result of the right size. Try one that
    is 1 high and 3 wide."""
    return _with_turned_windows(avg_pool2d, _mean_of_slices)


def avg_pool_mixes_the_channels(avg_pool2d):
    """All channels of your average pooling are equal: each window reaches through all of them. How
    many channels go in, and how many should come out?"""

    def wrong(images, kernel_size, stride=None):
        result = avg_pool2d(images, kernel_size, stride)
        return result.mean(1, keepdim=True).expand_as(result)

    return wrong


def avg_pool_is_always_float32(avg_pool2d):
    """Your average pooling gives float32 even for float64. Which dtype does `torch.zeros` choose if
    it is not told?"""
    return lambda images, kernel_size, stride=None: avg_pool2d(images, kernel_size, stride).float()


def avg_pool_cuts_the_gradient(avg_pool2d):
    """No gradient flows back through your average pooling. Which steps leave torch, or make a new
    tensor of old numbers?"""
    return lambda images, kernel_size, stride=None: avg_pool2d(images, kernel_size, stride).detach()


def avg_pool_windows_never_overlap(avg_pool2d):
    """Your windows of average pooling always stand side by side, whatever the stride is. By how
    much should they move?"""
    return lambda images, kernel_size, stride=None: avg_pool2d(images, kernel_size)


def avg_pool_swaps_the_strides(avg_pool2d):
    """Your average pooling exchanges the two strides: the vertical one comes first. Give them
    different values and watch which side shrinks."""
    return _with(avg_pool2d, lambda window, stride: (window, stride[::-1]))


def avg_pool_swaps_the_window_sides(avg_pool2d):
    """Your window of average pooling is as wide as it should be high. Try one that is 1 high and
    3 wide."""
    return _with(avg_pool2d, lambda window, stride: (window[::-1], stride))


def avg_pool_uses_the_vertical_stride_twice(avg_pool2d):
    """Your average pooling moves to the right by the vertical stride. What is the second number of
    the stride for?"""
    return _with(avg_pool2d, lambda window, stride: (window, stride[0]))


def avg_pool_uses_the_window_height_twice(avg_pool2d):
    """Your window of average pooling is always a square. What is the second number of the kernel
    size for?"""
    return _with(avg_pool2d, lambda window, stride: (window[0], stride))


def avg_pool_takes_all_pairs_the_other_way_round(avg_pool2d):
    """Your average pooling takes every pair for (horizontal, vertical). Try a window that is 1 high
    and 3 wide."""
    return _with_sides_swapped(avg_pool2d)


def avg_pool_swaps_the_window_and_its_default_stride(avg_pool2d):
    """Your window of average pooling is as wide as it should be high, and without a stride it moves
    as far. Try one that is 1 high and 3 wide."""

    def wrong(images, kernel_size, stride=None):
        steps = _settings(kernel_size, stride)[1]
        return avg_pool2d(images, _pair(kernel_size)[::-1], steps[:: -1 if stride is None else 1])

    return wrong


def avg_pool_moves_by_one_by_default(avg_pool2d):
    """Without a stride, your windows of average pooling move by one pixel. Look up the default of
    `stride` in `nn.AvgPool2d`."""
    return lambda images, kernel_size, stride=None: avg_pool2d(
        images, kernel_size, 1 if stride is None else stride
    )


def flatten_mixes_the_batch(flatten):
    """Your pictures are all in one long row. Ten pictures go in: how many rows should come out?"""
    return lambda images: flatten(images).reshape(-1)


def flatten_makes_one_row_of_the_batch(flatten):
    """Your result has a single row, however many pictures there are. Ten pictures go in: how many
    rows should come out?"""
    return lambda images: flatten(images).reshape(1, -1)


def flatten_keeps_the_channels_apart(flatten):
    """You flatten rows and columns, but the channels are still an axis of their own. Which axes may
    a dense layer see?"""
    return lambda images: flatten(images).reshape(*images.shape[:2], -1)


def flatten_puts_the_channels_last(flatten):
    """Your rows hold the channels of one pixel side by side. Set a single pixel of the second
    channel: at which place should it land?"""
    return lambda images: flatten(images.permute(0, 2, 3, 1))


def flatten_reads_column_by_column(flatten):
    """Your rows run down each column of the picture. In which direction do we read?"""
    return lambda images: flatten(images.mT)


def flatten_drops_a_batch_of_one(flatten):
    """Your result loses its first axis when the batch has one picture only. What does `squeeze`
    remove?"""
    return lambda images: flatten(images).squeeze()


def flatten_changes_its_pictures(flatten):
    """The pictures that you are given are flat afterwards, for everybody who uses them. Which
    methods of a tensor change it, and what does their name end with?"""

    def wrong(images):
        if images.requires_grad or not images.is_contiguous():
            return flatten(images)
        return images.resize_(len(images), images[0].numel())

    return wrong


def flatten_puts_the_pictures_in_columns(flatten):
    """Each of your pictures is a column. Some courses write them so; for `nn.Linear`, what does the
    first axis count?"""
    return lambda images: flatten(images).mT


def flatten_reshapes_into_columns(flatten):
    """You cut the numbers anew so that the last axis has one place for each picture: every column
    is now a mixture of all pictures. What should the first axis count?"""
    return lambda images: flatten(images).reshape(-1, len(images))
