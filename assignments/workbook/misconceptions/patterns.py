"""Known mistakes in `patterns`: each takes the right function and returns the wrong one."""

import torch


def _flat_call(numbers, sides):
    """A call of `flatten_pattern`."""
    return {"pattern": numbers(*sides)}


PROBES = {
    "flatten_pattern": (
        _flat_call,
        {"sides": ((3, 3), (3, 2), (2, 3), (1, 4), (4, 1), (2, 2), (4, 3), (1, 1), (5, 2))},
    )
}
# A kernel of the opposite sign tells patterns apart as well.
AS_RIGHT = {"checkerboard_kernel": ("negative",)}
PROPERTIES = (
    ("the pattern has at most two rows", lambda pattern: len(pattern) <= 2),
    (
        "the pattern has at least as many rows as columns",
        lambda pattern: pattern.shape[0] >= pattern.shape[1],
    ),
    (
        "the pattern has at least as many columns as rows",
        lambda pattern: pattern.shape[0] <= pattern.shape[1],
    ),
)


def kernel_looks_for_upright_edges(checkerboard_kernel):
    """Your kernel compares left with right, so upright stripes excite it. What do the two rows of
    a checkerboard do that the rows of an upright zebra do not?"""
    return lambda: torch.tensor([[[[1.0, -1.0], [1.0, -1.0]]]])


def kernel_looks_for_level_edges(checkerboard_kernel):
    """Your kernel compares top with bottom, so level stripes excite it. What do the two columns of
    a checkerboard do that the columns of a level zebra do not?"""
    return lambda: torch.tensor([[[[1.0, 1.0], [-1.0, -1.0]]]])


def kernel_adds_up_the_window(checkerboard_kernel):
    """All your weights are equal, so your kernel measures how bright a window is, not how it is
    arranged. How bright is a window of a zebra, and how bright one of a checkerboard?"""
    return lambda: torch.ones(1, 1, 2, 2)


def kernel_copies_the_checkerboard(checkerboard_kernel):
    """Your kernel is a picture of the checkerboard, so every stripe that covers a part of it counts
    too. A weight of 0 does not mind what is there: which weights would mind?"""
    return lambda: torch.tensor([[[[1.0, 0.0], [0.0, 1.0]]]])


def kernel_copies_the_other_checkerboard(checkerboard_kernel):
    """Your kernel is a picture of the checkerboard with black first, so every stripe that covers a
    part of it counts too. A weight of 0 does not mind what is there: which weights would mind?"""
    return lambda: torch.tensor([[[[0.0, 1.0], [1.0, 0.0]]]])


def kernel_compares_the_ends_of_a_diagonal(checkerboard_kernel):
    """Your kernel compares the two ends of a diagonal. Are they different on a checkerboard, or on
    a zebra?"""
    return lambda: torch.tensor([[[[1.0, 0.0], [0.0, -1.0]]]])


def kernel_looks_at_one_row(checkerboard_kernel):
    """Your kernel looks at the upper row of its window only. One row of a checkerboard and one row
    of an upright zebra look the same."""
    return lambda: torch.tensor([[[[1.0, -1.0], [0.0, 0.0]]]])


def kernel_is_too_quiet(checkerboard_kernel):
    """Your kernel has the right signs, but its weights are too small. Work out its answer to a
    checkerboard with a pencil: how far above the limit is it?"""
    return lambda: checkerboard_kernel() / 4


def kernel_has_no_channels(checkerboard_kernel):
    """Your kernel has rows and columns only. Which two axes stand before them in the weights of
    `nn.Conv2d`?"""
    return lambda: checkerboard_kernel()[0, 0]


def kernel_is_made_of_integers(checkerboard_kernel):
    """Your weights are integers. Which dtype does torch give to `1`, and which to `1.0`?"""
    return lambda: checkerboard_kernel().to(torch.int64)


def kernel_has_double_precision(checkerboard_kernel):
    """Your weights are float64, NumPy's usual dtype. Which one has torch's own layers?"""
    return lambda: checkerboard_kernel().to(torch.float64)


def flattens_with_the_height_as_row_length(flatten_pattern):
    """You move on by the height from one row to the next. How many numbers does one row have? Try a
    pattern that is wider than high."""

    def wrong(pattern):
        height, width = pattern.shape
        flat = torch.zeros_like(flatten_pattern(pattern))
        for row in range(height):
            for column in range(width):
                flat[row * height + column] = pattern[row, column]
        return flat

    return wrong


def flattens_column_by_column(flatten_pattern):
    """Your row runs down the first column, then down the second. In which direction do we read?"""
    return lambda pattern: flatten_pattern(pattern.T)


def flat_pattern_keeps_an_axis(flatten_pattern):
    """Your result is a table with one row; a row alone has a single axis. How many indices does it
    take to name one of its numbers?"""
    return lambda pattern: flatten_pattern(pattern)[None]


def flat_pattern_stands_upright(flatten_pattern):
    """Your result is a table with one column; a row alone has a single axis. How many indices does
    it take to name one of its numbers?"""
    return lambda pattern: flatten_pattern(pattern)[:, None]


def flattens_into_single_precision(flatten_pattern):
    """Your numbers come back as float32 whatever they were. Which dtype does a tensor get that is
    made from a list, or by `torch.zeros`?"""
    return lambda pattern: flatten_pattern(pattern).to(torch.float32)
